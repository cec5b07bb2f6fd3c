-- PutObject of 100 bytes under keys that count up. Arguments: bucket's path, first number, objects.
local path, next_number, last = "", 0, 0
local body = string.rep("m", 100)
local headers = {
  ["X-Amz-Date"] = "20260101T000000Z",
  ["X-Amz-Content-Sha256"] = "UNSIGNED-PAYLOAD",
  ["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, " ..
    "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=" .. string.rep("0", 64),
}
function init(args)
  path, next_number, last = args[1], tonumber(args[2]), tonumber(args[2]) + tonumber(args[3])
end

function request()
  -- Those that go past the last one write it once more.
  local number = next_number < last and next_number or last - 1
  next_number = next_number + 1
  return wrk.format("PUT", string.format("%s/object-%09d", path, number), headers, body)
end
