#include "services/s3/access/gate.h"

#include <algorithm>
#include <vector>

#include "aws/query_string.h"
#include "core/bytes.h"
#include "services/s3/access/access_question.h"
#include "services/s3/access/actions.h"
#include "services/s3/access/condition_keys.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/directory/session_rights.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

struct Place {
  std::string bucket;
  std::string key;
};

// "/bucket/key", percent-encoded.
Place place_of(std::string_view path) {
  path.remove_prefix(std::min<std::size_t>(1, path.size()));
  const auto slash = path.find('/');
  const auto decoded = [](std::string_view text) { return percent_decode(text).value_or(std::string(text)); };
  return {decoded(path.substr(0, slash)), slash == std::string_view::npos ? "" : decoded(path.substr(slash + 1))};
}

std::string sent_value(const http::Request& request, std::string_view name) {
  if (auto header = request.headers.find(name)) return std::string(*header);
  return aws::QueryString(request.query()).find_decoded(name).value_or("");
}

// An ACL that gives others rights needs PutObjectAcl beside PutObject; one that leaves all to the owners does not.
bool sets_acl(const http::Request& request) {
  const auto canned = sent_value(request, "x-amz-acl");
  if (!canned.empty() && canned != "private" && canned != "bucket-owner-full-control") return true;
  constexpr std::string_view k_grants[] = {"x-amz-grant-read", "x-amz-grant-read-acp", "x-amz-grant-write",
                                           "x-amz-grant-write-acp"};
  return std::ranges::any_of(k_grants, [&](std::string_view name) { return !sent_value(request, name).empty(); });
}

struct Needed {
  std::string_view action;
  bool creating = false;
};

// What PutObject and its kin set beside the bytes has permissions of its own.
void add_settings(std::vector<Needed>& needed, const http::Request& request) {
  if (sets_acl(request)) needed.push_back({"s3:PutObjectAcl", true});
  if (!sent_value(request, "x-amz-tagging").empty()) needed.push_back({"s3:PutObjectTagging"});
  if (!sent_value(request, "x-amz-object-lock-mode").empty()) needed.push_back({"s3:PutObjectRetention"});
  if (!sent_value(request, "x-amz-object-lock-legal-hold").empty()) needed.push_back({"s3:PutObjectLegalHold"});
}

// Whether an ETag is compared, by which the caller learns what there is: "conditional deletes with a specific ETag value require
// both s3:DeleteObject and s3:GetObject permissions" (Amazon S3 User Guide, "Enforce conditional deletes on Amazon S3 buckets").
bool compares_etag(const http::Request& request) {
  const auto sent = request.headers.get_or("If-Match");
  return !sent.empty() && sent != "*";
}

std::vector<Needed> needed_actions(const OperationAction& row, const http::Request& request, bool version) {
  std::vector<Needed> needed{{version && !row.version_action.empty() ? row.version_action : row.action}};
  const auto operation = row.operation;
  if (operation == "PutObject" || operation == "CopyObject" || operation == "CreateMultipartUpload")
    add_settings(needed, request);
  if (operation == "DeleteObject" && compares_etag(request)) needed.push_back({version ? "s3:GetObjectVersion" : "s3:GetObject"});
  if (operation == "GetObjectAttributes") {
    needed.push_back({version ? "s3:GetObjectVersionAttributes" : "s3:GetObjectAttributes"});
  }
  return needed;
}

// "Requester Pays buckets: requesters must include x-amz-request-payer, and anonymous access is not allowed" (Amazon S3 User
// Guide, "Using Requester Pays general purpose buckets").
asio::awaitable<Result<void>> check_payer(const aws::RequestContext& context, const S3Door& door, BucketPtr bucket,
                                          const http::Request& request) {
  if (!bucket->has(ConfigKind::request_payment)) co_return Result<void>{};
  if (!context.anonymous && context.scope.account_id == bucket->owner.account_id) co_return Result<void>{};
  auto payment = co_await find_config<RequestPaymentConfiguration>(door, bucket);
  if (!payment) co_return aws::fail(std::move(payment.error()));
  const bool asked = *payment && (*payment)->payer == "Requester";
  if (asked && (context.anonymous || !equals_ignoring_case(sent_value(request, "x-amz-request-payer"), "requester"))) {
    co_return aws::fail(error(ErrorCode::access_denied));
  }
  co_return Result<void>{};
}

asio::awaitable<Result<void>> admit_to_bucket(const aws::RequestContext& context, S3Door& door, const OperationAction& row,
                                              BucketPtr bucket, std::string key, const http::Request& request) {
  if (auto paid = co_await check_payer(context, door, bucket, request); !paid) co_return paid;
  if (row.asker == Asker::handler) co_return Result<void>{};
  std::optional<std::string> version_id;
  if (row.scope == ActionScope::object) version_id = aws::QueryString(request.query()).find_decoded("versionId");
  const auto keys = request_keys(context, request, row.operation);
  for (const auto& [action, creating] : needed_actions(row, request, version_id.has_value())) {
    AccessRequest asked{.action = action, .bucket = bucket, .version_id = version_id, .conditions = keys};
    if (row.scope == ActionScope::object) asked.key = key;
    auto allowed = co_await authorize(context, door, AccessQuestion{.request = std::move(asked), .creating = creating});
    if (!allowed) co_return allowed;
  }
  co_return Result<void>{};
}

}  // namespace

asio::awaitable<Result<void>> admit(const aws::RequestContext& context, S3Door& door, const aws::OperationSchema& operation,
                                    const http::Request& request) {
  if (!context.enforced) co_return Result<void>{};
  if (const auto session = find_session(context, door)) {
    co_return check_session(*session, operation.name, place_of(request.path()).bucket);
  }
  const auto* row = find_operation_action(operation.name);
  if (row == nullptr) co_return aws::fail(error(ErrorCode::access_denied));
  if (row->scope == ActionScope::account) {
    co_return co_await authorize(context, door, AccessRequest{.action = row->action});
  }
  auto place = place_of(request.path());
  // A bucket that isn't there is the handler's to tell.
  auto bucket = co_await door.backend.get_bucket(std::move(place.bucket));
  if (!bucket) co_return Result<void>{};
  co_return co_await admit_to_bucket(context, door, *row, std::move(*bucket), std::move(place.key), request);
}

}  // namespace winterbaume::s3
