-- ReceiveMessage and DeleteMessage in turn, over the queues <base URL>1 … <base URL>N. Arguments: base URL, N.
-- Moves to the next queue when one is empty, so that the queues drain one after the other.
local handles, first, last = {}, 1, 0
local queue, queues, base = 1, 1, ""

local function headers(target)
  return {
    ["Content-Type"] = "application/x-amz-json-1.0",
    ["X-Amz-Target"] = "AmazonSQS." .. target,
    ["X-Amz-Date"] = "20260101T000000Z",
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, " ..
      "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=" .. string.rep("0", 64),
  }
end
local receive_headers, delete_headers = headers("ReceiveMessage"), headers("DeleteMessage")

function init(args)
  base, queues = args[1], tonumber(args[2])
end

function request()
  if first <= last then
    local handle = handles[first]
    handles[first] = nil
    first = first + 1
    return wrk.format("POST", "/", delete_headers, handle)
  end
  return wrk.format("POST", "/", receive_headers, string.format('{"QueueUrl":"%s%d"}', base, queue))
end

function response(status, headers, body)
  local handle = body:match('"ReceiptHandle":"([^"]+)"')
  if handle then
    local from = tonumber(body:match('"Body":"(%d+)'))
    last = last + 1
    handles[last] = string.format('{"QueueUrl":"%s%d","ReceiptHandle":"%s"}', base, from, handle)
  elseif body == "{}" and queue < queues then
    queue = queue + 1
  end
end
