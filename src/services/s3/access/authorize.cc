#include "services/s3/access/authorize.h"

#include "services/s3/access/access_question.h"
#include "services/s3/access/condition_keys.h"
#include "services/s3/access/policy.h"
#include "services/s3/acl/acl.h"
#include "services/s3/acl/acl_permissions.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

std::string resource_of(const AccessRequest& request) {
  const auto& bucket = *request.bucket;
  std::string arn = bucket.directory ? "arn:aws:s3express:" + bucket.region + ":" + bucket.owner.account_id + ":bucket/"
                                     : std::string("arn:aws:s3:::");
  arn += bucket.name;
  if (!request.key.empty()) arn.append("/").append(request.key);
  return arn;
}

// Everything that decides about one request to one bucket, read as it is needed.
struct Scene {
  const aws::RequestContext& context;
  S3Door& door;
  const AccessRequest& request;
  std::shared_ptr<const PolicyDocument> policy;  // null: the bucket has none
  PublicAccessBlockConfiguration block;          // nothing is blocked where the bucket has none
  std::optional<FoundObject> object;             // null: not there, or not asked for
  bool owners_account = false;

  bool enforced_owner() const { return request.bucket->ownership == ObjectOwnership::bucket_owner_enforced; }
  AccountOwner object_owner() const {
    if (!object || enforced_owner()) return request.bucket->owner;
    return object->record.owner.value_or(request.bucket->owner);
  }
  bool owned_by_bucket_owner() const { return object_owner().canonical_id == request.bucket->owner.canonical_id; }
};

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

PolicyCaller caller_of(const aws::RequestContext& context) {
  return {context.anonymous, context.scope.account_id, context.canonical_user_id, context.principal_arn};
}

// Who has the object is asked for only where it matters: the caller is another account, or objects may be another's.
bool needs_object(const Scene& scene, std::string_view action) {
  if (scene.request.key.empty() || scene.request.bucket->directory) return false;
  if (scene.policy && asks_for_object_tags(*scene.policy)) return true;
  const bool reads = !object_permission(action).empty() || action.starts_with("s3:Get");
  if (!reads) return false;
  return !scene.owners_account || !scene.enforced_owner();
}

asio::awaitable<Result<void>> read_policy(Scene& scene) {
  const auto& bucket = scene.request.bucket;
  if (!bucket->has(ConfigKind::policy)) co_return Result<void>{};
  auto json = co_await scene.door.backend.find_config(bucket->name, {ConfigKind::policy, ""});
  if (!json) co_return aws::fail(std::move(json.error()));
  if (*json) scene.policy = remembered_policy(**json);
  co_return Result<void>{};
}

asio::awaitable<Result<void>> read_block(Scene& scene) {
  if (scene.owners_account) co_return Result<void>{};
  auto block = co_await find_config<PublicAccessBlockConfiguration>(scene.door, scene.request.bucket);
  if (!block) co_return aws::fail(std::move(block.error()));
  if (*block) scene.block = std::move(**block);
  co_return Result<void>{};
}

asio::awaitable<void> read_object(Scene& scene, std::string_view action) {
  if (!needs_object(scene, action)) co_return;
  auto found = co_await scene.door.backend.get_object(scene.request.bucket->name, scene.request.key, scene.request.version_id);
  if (found && !found->record.delete_marker) scene.object = std::move(*found);
}

Decision policy_decision(const Scene& scene, std::string_view action, bool on_bucket) {
  if (!scene.policy) return Decision::silent;
  AccessRequest asked{.action = action, .bucket = scene.request.bucket, .key = on_bucket ? "" : scene.request.key};
  PolicyQuestion question{caller_of(scene.context), action, resource_of(asked), scene.request.conditions};
  // To ask for a key's absence is to list the keys that begin with it.
  if (on_bucket) question.keys.emplace_back("s3:prefix", scene.request.key);
  add_caller_keys(question.keys, scene.context, *scene.request.bucket);
  if (scene.object) {
    for (const auto& [key, value] : scene.object->record.tags) question.keys.emplace_back("s3:ExistingObjectTag/" + key, value);
  }
  auto decision = decide(*scene.policy, question);
  // A public policy of a restricted bucket allows nobody of another account anything.
  const bool restricted = scene.block.restrict_public_buckets.value_or(false) && is_public(*scene.policy);
  if (decision == Decision::allow && !scene.owners_account && restricted) return Decision::silent;
  return decision;
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
  const auto action = scene.request.action;
  return scene.owners_account && scene.context.principal_arn.ends_with(":root") &&
         (action == "s3:GetBucketPolicy" || action == "s3:PutBucketPolicy" || action == "s3:DeleteBucketPolicy");
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
  if (auto read = co_await read_policy(scene); !read) co_return read;
  if (auto read = co_await read_block(scene); !read) co_return read;
  co_await read_object(scene, action);
  auto allowed = co_await allows(scene, creating);
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  if (*allowed && !hides_absence(scene, action)) co_return Result<void>{};
  auto listed = creating ? Result<bool>(false) : co_await may_learn_absence(scene, action);
  if (!listed) co_return aws::fail(std::move(listed.error()));
  if (!*listed) co_return aws::fail(denied(scene, false));
  co_return Result<void>{};
}

}  // namespace

asio::awaitable<Result<void>> authorize(const aws::RequestContext& context, S3Door& door, AccessRequest request) {
  co_return co_await authorize(context, door, AccessQuestion{std::move(request)});
}

asio::awaitable<Result<void>> authorize(const aws::RequestContext& context, S3Door& door, AccessQuestion question) {
  if (!context.enforced) co_return Result<void>{};
  const auto& request = question.request;
  if (!request.bucket) {
    if (context.anonymous) co_return aws::fail(error(ErrorCode::access_denied));
    co_return Result<void>{};
  }
  Scene scene{.context = context, .door = door, .request = request};
  scene.owners_account = !context.anonymous && context.scope.account_id == request.bucket->owner.account_id;
  co_return co_await decide_scene(scene, question.creating);
}

}  // namespace winterbaume::s3
