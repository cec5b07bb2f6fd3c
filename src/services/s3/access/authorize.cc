#include "services/s3/access/authorize.h"

#include "services/s3/access/access_question.h"
#include "services/s3/access/actions.h"
#include "services/s3/access/scene.h"
#include "services/s3/acl/acl.h"
#include "services/s3/acl/acl_permissions.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/directory/session_rights.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// AWS says who asked for what where caller and bucket are of one account; to others it says nothing (Amazon S3 User Guide,
// "Troubleshoot access denied (403 Forbidden) errors in Amazon S3").
aws::Error denied(const Scene& scene, bool explicitly) {
  if (!scene.owners_account) return error(ErrorCode::access_denied);
  const auto action = std::string(scene.request.action);
  return error(ErrorCode::access_denied, "User: " + scene.context.principal_arn + " is not authorized to perform: " + action +
                                             " on resource: \"" + resource_of(scene.request) + "\" " +
                                             (explicitly ? "with an explicit deny in a resource-based policy"
                                                         : "because no resource-based policy allows the " + action + " action"));
}

AclCaller acl_caller(const Scene& scene) {
  return {scene.context.anonymous, scene.context.canonical_user_id, scene.block.ignore_public_acls.value_or(false)};
}

asio::awaitable<Result<bool>> bucket_acl_allows(const Scene& scene, std::string_view action) {
  const auto permission = bucket_permission(action);
  if (permission.empty() || scene.enforced_owner() || scene.request.bucket->directory) co_return false;
  auto acl = co_await find_config<AccessControlPolicy>(scene.door, scene.request.bucket);
  if (!acl) co_return aws::fail(std::move(acl.error()));
  co_return *acl&& grants(**acl, permission, acl_caller(scene));
}

bool object_acl_allows(const Scene& scene, std::string_view action) {
  const auto permission = object_permission(action);
  if (permission.empty() || !scene.object || scene.enforced_owner()) return false;
  return grants(acl_document(scene.object->record.acl, scene.object_owner()), permission, acl_caller(scene));
}

// Objects of the caller's own in another's bucket: what is not in ACLs is its too.
bool is_callers_object(const Scene& scene) {
  return scene.object && !scene.context.anonymous && !scene.owned_by_bucket_owner() &&
         scene.object_owner().canonical_id == scene.context.canonical_user_id;
}

// "The root principal in a bucket owner's account can perform the GetBucketPolicy, PutBucketPolicy, and DeleteBucketPolicy API
// actions, even if their bucket policy explicitly denies the root principal's access" (API Reference, PutBucketPolicy).
bool is_root_at_policy(const Scene& scene) {
  const auto name = scene.request.action.substr(scene.request.action.find(':') + 1);
  return scene.owners_account && scene.context.principal_arn.ends_with(":root") &&
         (name == "GetBucketPolicy" || name == "PutBucketPolicy" || name == "DeleteBucketPolicy");
}

// The bucket's account, but for what other accounts own in its bucket: it may delete that and ask for nothing else.
bool is_owners_right(const Scene& scene) {
  if (!scene.owners_account) return false;
  const auto action = scene.request.action;
  return !scene.object || scene.owned_by_bucket_owner() || action.starts_with("s3:Delete") || action == "s3:PutObject";
}

asio::awaitable<Result<bool>> allows(Scene& scene, bool creating) {
  const auto action = scene.request.action;
  const auto decision = policy_decision(scene, action, false);
  if (is_root_at_policy(scene)) co_return true;
  if (decision == Decision::deny) co_return aws::fail(denied(scene, true));
  if (is_owners_right(scene) || is_callers_object(scene)) co_return true;
  // A bucket policy gives what the bucket's owner has.
  if (decision == Decision::allow && scene.owned_by_bucket_owner()) co_return true;
  if (object_acl_allows(scene, action) && !creating) co_return true;
  co_return co_await bucket_acl_allows(scene, creating ? "s3:PutObject" : action);
}

// Who may list learns that there is no such object; others are told that they may not ask.
asio::awaitable<Result<bool>> may_learn_absence(Scene& scene, std::string_view action) {
  if (scene.object || !needs_object(scene, action) || object_permission(action).empty()) co_return false;
  const auto decision = policy_decision(scene, "s3:ListBucket", true);
  if (decision == Decision::deny) co_return false;
  if (decision == Decision::allow || scene.owners_account) co_return true;
  co_return co_await bucket_acl_allows(scene, "s3:ListBucket");
}

// Allowed to read what isn't there, but not to list.
bool hides_absence(const Scene& scene, std::string_view action) {
  return !scene.owners_account && !scene.object && needs_object(scene, action) &&
         (action == "s3:GetObject" || action == "s3:GetObjectVersion");
}

asio::awaitable<Result<void>> decide_scene(Scene& scene, bool creating) {
  const auto action = scene.request.action;
  if (auto read = co_await read_scene(scene); !read) co_return read;
  auto allowed = co_await allows(scene, creating);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  if (*allowed && !hides_absence(scene, action)) co_return Result<void>{};
  auto listed = creating ? Result<bool>(false) : co_await may_learn_absence(scene, action);
  if (!listed) co_return aws::fail(std::move(listed.error()));
  if (!*listed) co_return aws::fail(denied(scene, false));
  co_return Result<void>{};
}

// What is done with keys is allowed by the bucket's sessions, to read or to write.
void be_directory_request(AccessRequest& request) {
  const auto asked = request.action;
  request.action = directory_action(asked);
  if (request.action != "s3express:CreateSession" || asked == request.action) return;
  const bool reads = asked.starts_with("s3:Get") || asked.starts_with("s3:List");
  request.conditions.emplace_back("s3express:SessionMode", reads ? "ReadOnly" : "ReadWrite");
  request.key.clear();
}

}  // namespace

asio::awaitable<Result<void>> authorize(const aws::RequestContext& context, S3Door& door, AccessRequest request) {
  co_return co_await authorize(context, door, AccessQuestion{std::move(request)});
}

asio::awaitable<Result<void>> authorize(const aws::RequestContext& context, S3Door& door, AccessQuestion question) {
  if (!context.enforced) co_return Result<void>{};
  auto& request = question.request;
  if (!request.bucket) {
    if (context.anonymous) co_return aws::fail(error(ErrorCode::access_denied));
    co_return Result<void>{};
  }
  // Of a session's own bucket the gate has asked all there is to ask.
  if (const auto session = find_session(context, door); session && session->bucket == request.bucket->name) {
    co_return Result<void>{};
  }
  if (request.bucket->directory) be_directory_request(request);
  Scene scene{.context = context, .door = door, .request = request};
  scene.owners_account = !context.anonymous && context.scope.account_id == request.bucket->owner.account_id;
  co_return co_await decide_scene(scene, question.creating);
}

}  // namespace winterbaume::s3
