-- SendMessage of a body of 100 bytes. Arguments: queue URL.
function init(args)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-amz-json-1.0"
  wrk.headers["X-Amz-Target"] = "AmazonSQS.SendMessage"
  wrk.headers["X-Amz-Date"] = "20260101T000000Z"
  wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, " ..
    "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=" .. string.rep("0", 64)
  wrk.body = string.format('{"QueueUrl":"%s","MessageBody":"%s"}', args[1], string.rep("m", 100))
end
-- No request(): wrk then sends the same bytes without calling Lua, so that the client is no slower than with the bare answer.
