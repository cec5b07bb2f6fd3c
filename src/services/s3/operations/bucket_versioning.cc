#include <algorithm>

#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {
namespace {

// "arn:aws:iam::123456789012:mfa/user 123456": a device and its six digits. There are no devices here whose digits could be
// checked.
bool is_mfa_token(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos || space == 0) return false;
  const auto digits = text.substr(space + 1);
  return digits.size() == 6 && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

// User Guide, "Configuring MFA delete": the header goes with what turns it on or off, and with every change while it is on.
std::optional<aws::Error> check_versioning_mfa(const BucketRecord& bucket, const VersioningConfiguration& wanted,
                                               const std::optional<std::string>& token) {
  const bool turned = wanted.mfa_delete && (*wanted.mfa_delete == "Enabled") != bucket.mfa_delete;
  if (!bucket.mfa_delete && !turned) return std::nullopt;
  if (!token) return error(ErrorCode::access_denied, "Mfa Authentication must be used for this request");
  if (!is_mfa_token(*token)) return invalid_argument("The MFA token is not well-formed", "x-amz-mfa", *token);
  return std::nullopt;
}

std::optional<aws::Error> check_versioning_may_stop(const BucketRecord& bucket) {
  if (bucket.object_lock) {
    return error(ErrorCode::invalid_bucket_state,
                 "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.");
  }
  if (bucket.has(ConfigKind::replication)) {
    return error(ErrorCode::invalid_bucket_state,
                 "A replication configuration is present on this bucket, so you cannot change the versioning state. To change "
                 "the versioning state, first delete the replication configuration.");
  }
  return std::nullopt;
}

}  // namespace

Answer<ops::GetBucketVersioning> get_bucket_versioning(const aws::RequestContext&, S3Door& door,
                                                       GetBucketVersioningRequest input) {
  auto bucket = co_await get_configured_bucket(door, named(input));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  GetBucketVersioningOutput output;
  if ((*bucket)->versioning == Versioning::enabled) output.status = "Enabled";
  if ((*bucket)->versioning == Versioning::suspended) output.status = "Suspended";
  if ((*bucket)->mfa_delete) output.mfa_delete = "Enabled";
  co_return output;
}

Answer<ops::PutBucketVersioning> put_bucket_versioning(const aws::RequestContext&, S3Door& door,
                                                       PutBucketVersioningRequest input) {
  const auto& wanted = *input.versioning_configuration;
  if (!wanted.status) co_return aws::fail(error(ErrorCode::illegal_versioning_configuration));
  while (true) {
    auto bucket = co_await get_configured_bucket(door, named(input));
    if (!bucket) co_return aws::fail(std::move(bucket.error()));
    auto record = **bucket;
    if (auto wrong = check_versioning_mfa(record, wanted, input.mfa)) co_return aws::fail(std::move(*wrong));
    if (*wanted.status != "Enabled") {
      if (auto wrong = check_versioning_may_stop(record)) co_return aws::fail(std::move(*wrong));
    }
    record.versioning = *wanted.status == "Enabled" ? Versioning::enabled : Versioning::suspended;
    if (wanted.mfa_delete) record.mfa_delete = *wanted.mfa_delete == "Enabled";
    auto updated = co_await door.backend.update_bucket(std::move(record));
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (*updated) co_return ops::PutBucketVersioning::Output{};
  }
}

}  // namespace winterbaume::s3
