-- Requests of DynamoDB on many keys. Arguments: operation, body with a %s for the key, number of keys, "random" or "next".
local body, count, random, at = "", 0, true, 0
function init(args)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-amz-json-1.0"
  wrk.headers["X-Amz-Target"] = "DynamoDB_20120810." .. args[1]
  wrk.headers["X-Amz-Date"] = "20260101T000000Z"
  wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, " ..
    "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=" .. string.rep("0", 64)
  count, random = tonumber(args[3]), args[4] == "random"
  body = args[2]
  math.randomseed(7)
end
function request()
  at = random and math.random(0, count - 1) or (at + 1) % count
  return wrk.format(nil, nil, nil, (string.gsub(body, "%%s", string.format("key-%08d", at))))
end
