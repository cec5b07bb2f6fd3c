#include "services/s3/lifecycle/expiration_header.h"

#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/lifecycle/lifecycle_rules.h"

namespace winterbaume::s3 {

asio::awaitable<std::optional<std::string>> expiration_header(const S3Door& door, BucketPtr bucket, const FoundObject& object) {
  if (!bucket->has(ConfigKind::lifecycle)) co_return std::nullopt;
  auto found = co_await find_config<BucketLifecycleConfiguration>(door, bucket);
  if (!found || !*found || !(*found)->rules) co_return std::nullopt;
  const auto expiry = find_expiry({.rules = *(*found)->rules, .now = {}}, object);
  if (!expiry) co_return std::nullopt;
  std::string header = "expiry-date=\"";
  aws::append_http_date(header, expiry->at);
  header.append("\", rule-id=\"").append(percent_encode(expiry->rule_id)).append("\"");
  co_return header;
}

asio::awaitable<std::optional<AbortNotice>> find_abort_notice(const S3Door& door, BucketPtr bucket, std::string key,
                                                              TimePoint initiated) {
  if (!bucket->has(ConfigKind::lifecycle)) co_return std::nullopt;
  auto found = co_await find_config<BucketLifecycleConfiguration>(door, bucket);
  if (!found || !*found || !(*found)->rules) co_return std::nullopt;
  auto abort = find_abort({.rules = *(*found)->rules, .now = {}}, key, initiated);
  if (!abort) co_return std::nullopt;
  co_return AbortNotice{abort->at, std::move(abort->rule_id)};
}

}  // namespace winterbaume::s3
