// Queue names, URLs and ARNs. A queue is "<base url>/<account>/<name>" to clients and QueueKey behind the door.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"
#include "aws/request_context.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

constexpr std::string_view k_fifo_suffix = ".fifo";

// A queue is FIFO exactly where its name ends with ".fifo": CreateQueue sees to it.
inline bool is_fifo_name(std::string_view name) { return name.ends_with(k_fifo_suffix); }
// 1 to 80 of A-Z, a-z, 0-9, '-' and '_', with or without ".fifo" at its end (which counts).
bool is_queue_name(std::string_view name);

// The account (empty where the URL names none) and queue that a QueueUrl means, as views into it. Any host will do, as will
// none: "http://host/123456789012/q", "/123456789012/q", "http://host/queue/q", "q". Null where no queue could be named so.
struct QueueReference {
  std::string_view account_id;
  std::string_view name;
};
std::optional<QueueReference> parse_queue_url(std::string_view url);

// The queue that a request means: the account of the URL, else the caller's; the caller's region. Error: QueueDoesNotExist.
aws::Result<QueueKey> get_queue_key(const aws::RequestContext& context, const std::optional<std::string>& queue_url);

std::string make_queue_url(const aws::RequestContext& context, std::string_view account_id, std::string_view name);

std::string make_queue_arn(const QueueKey& key);
// Null unless it is the ARN of a thing in SQS with an account, a region and the name of a queue.
std::optional<QueueKey> parse_queue_arn(std::string_view arn);

aws::Error no_such_queue();

}  // namespace winterbaume::sqs
