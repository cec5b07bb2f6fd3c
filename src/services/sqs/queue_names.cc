#include "services/sqs/queue_names.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "generated/sqs/errors.h"
#include "services/sqs/sqs_limits.h"
#include "services/sqs/text_rules.h"

namespace winterbaume::sqs {
namespace {

// What follows the host in "scheme://host/path", or the whole of anything else.
std::string_view path_of(std::string_view url) {
  auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return url;
  auto path = url.find('/', scheme + 3);
  return path == std::string_view::npos ? std::string_view() : url.substr(path);
}

// Takes the last segment off the path.
std::string_view take_last_segment(std::string_view& path) {
  auto slash = path.rfind('/');
  auto segment = slash == std::string_view::npos ? path : path.substr(slash + 1);
  path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  return segment;
}

}  // namespace

bool is_queue_name(std::string_view name) {
  if (name.size() > k_queue_name_chars_max) return false;
  if (is_fifo_name(name)) name.remove_suffix(k_fifo_suffix.size());
  return is_plain_name(name, k_queue_name_chars_max);
}

std::optional<QueueReference> parse_queue_url(std::string_view url) {
  auto path = path_of(url);
  if (path.ends_with('/')) path.remove_suffix(1);
  QueueReference out;
  out.name = take_last_segment(path);
  if (!is_queue_name(out.name)) return std::nullopt;
  if (auto owner = take_last_segment(path); aws::is_account_id(owner)) out.account_id = owner;
  return out;
}

aws::Result<QueueKey> get_queue_key(const aws::RequestContext& context, const std::optional<std::string>& queue_url) {
  auto found = queue_url ? parse_queue_url(*queue_url) : std::nullopt;
  if (!found) return aws::fail(no_such_queue());
  QueueKey key{context.scope, std::string(found->name)};
  if (!found->account_id.empty()) key.scope.account_id = found->account_id;
  return key;
}

std::string make_queue_url(const aws::RequestContext& context, std::string_view account_id, std::string_view name) {
  return fmt::format("{}/{}/{}", context.base_url, account_id, name);
}

std::string make_queue_arn(const QueueKey& key) { return aws::make_arn("sqs", key.scope.region, key.scope.account_id, key.name); }

std::optional<QueueKey> parse_queue_arn(std::string_view arn) {
  auto parts = aws::parse_arn(arn);
  if (!parts || parts->service != "sqs" || parts->region.empty()) return std::nullopt;
  if (!aws::is_account_id(parts->account_id) || !is_queue_name(parts->resource)) return std::nullopt;
  return QueueKey{{std::string(parts->account_id), std::string(parts->region)}, std::string(parts->resource)};
}

aws::Error no_such_queue() { return errors::queue_does_not_exist("The specified queue does not exist."); }

}  // namespace winterbaume::sqs
