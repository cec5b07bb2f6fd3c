-- One request of S3, the same each time. Arguments: method, bytes of the body (0: none).
function init(args)
  wrk.method = args[1]
  wrk.headers["X-Amz-Date"] = "20260101T000000Z"
  wrk.headers["X-Amz-Content-Sha256"] = "UNSIGNED-PAYLOAD"
  wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, " ..
    "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=" .. string.rep("0", 64)
  local bytes = tonumber(args[2])
  if bytes > 0 then
    wrk.headers["Content-Type"] = "application/octet-stream"
    wrk.body = string.rep("m", bytes)
  end
end
-- No request(): wrk then sends the same bytes without calling Lua, so that the client is no slower than with the bare answer.
