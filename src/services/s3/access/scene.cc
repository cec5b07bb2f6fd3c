#include "services/s3/access/scene.h"

#include <algorithm>

#include "services/s3/access/condition_keys.h"
#include "services/s3/acl/acl_permissions.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/objects/object_tags.h"

namespace winterbaume::s3 {
namespace {

PolicyCaller caller_of(const aws::RequestContext& context) {
  return {context.anonymous, context.scope.account_id, context.canonical_user_id, context.principal_arn};
}

// "When granting permissions for the PUT Object and DELETE Object operations, this condition key is not supported" (Amazon S3
// User Guide, "Tagging and access control policies").
bool knows_object_tags(std::string_view action) {
  constexpr std::string_view k_blind[] = {"s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"};
  return std::ranges::find(k_blind, action) == std::end(k_blind);
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

// With ABAC enabled, as it always is in directory buckets, the bucket's tags are those of the resource (Amazon S3 User Guide,
// "Using tags with S3 general purpose buckets").
asio::awaitable<Result<void>> read_bucket_tags(Scene& scene) {
  const auto& bucket = scene.request.bucket;
  if (!scene.policy || !bucket->has(ConfigKind::tagging)) co_return Result<void>{};
  if (!bucket->directory) {
    auto abac = co_await find_config<AbacStatus>(scene.door, bucket);
    if (!abac) co_return aws::fail(std::move(abac.error()));
    if (!*abac || (*abac)->status != "Enabled") co_return Result<void>{};
  }
  auto tagging = co_await find_config<Tagging>(scene.door, bucket);
  if (!tagging) co_return aws::fail(std::move(tagging.error()));
  if (*tagging && (*tagging)->tag_set) scene.bucket_tags = to_pairs(*(*tagging)->tag_set);
  co_return Result<void>{};
}

asio::awaitable<void> read_object(Scene& scene) {
  auto found = co_await scene.door.backend.get_object(scene.request.bucket->name, scene.request.key, scene.request.version_id);
  if (found && !found->record.delete_marker) scene.object = std::move(*found);
}

// What is known beside the request.
void add_scene_keys(TextPairs& keys, const Scene& scene, std::string_view action) {
  const auto& request = scene.request;
  add_caller_keys(keys, scene.context, *request.bucket);
  if (request.version_id) keys.emplace_back("s3:versionid", *request.version_id);
  for (const auto& [key, value] : scene.bucket_tags) {
    keys.emplace_back("aws:ResourceTag/" + key, value);
    keys.emplace_back("s3:BucketTag/" + key, value);
  }
  if (scene.object && knows_object_tags(action)) {
    for (const auto& [key, value] : scene.object->record.tags) keys.emplace_back("s3:ExistingObjectTag/" + key, value);
  }
  if (request.bucket->directory) add_directory_keys(keys);
}

}  // namespace

std::string resource_of(const AccessRequest& request) {
  const auto& bucket = *request.bucket;
  std::string arn = bucket.directory ? "arn:aws:s3express:" + bucket.region + ":" + bucket.owner.account_id + ":bucket/"
                                     : std::string("arn:aws:s3:::");
  arn += bucket.name;
  if (!request.key.empty()) arn.append("/").append(request.key);
  return arn;
}

// Who has the object is asked for only where it matters: the caller is another account, or objects may be another's.
bool needs_object(const Scene& scene, std::string_view action) {
  if (scene.request.key.empty() || scene.request.bucket->directory) return false;
  if (scene.policy && knows_object_tags(action) && asks_for_object_tags(*scene.policy)) return true;
  const bool reads = !object_permission(action).empty() || action.starts_with("s3:Get");
  if (!reads) return false;
  return !scene.owners_account || !scene.enforced_owner();
}

asio::awaitable<Result<void>> read_scene(Scene& scene) {
  if (auto read = co_await read_policy(scene); !read) co_return read;
  if (auto read = co_await read_block(scene); !read) co_return read;
  if (auto read = co_await read_bucket_tags(scene); !read) co_return read;
  if (needs_object(scene, scene.request.action)) co_await read_object(scene);
  co_return Result<void>{};
}

Decision policy_decision(const Scene& scene, std::string_view action, bool on_bucket) {
  if (!scene.policy) return Decision::silent;
  AccessRequest asked{.action = action, .bucket = scene.request.bucket, .key = on_bucket ? "" : scene.request.key};
  PolicyQuestion question{caller_of(scene.context), action, resource_of(asked), scene.request.conditions};
  // To ask for a key's absence is to list the keys that begin with it.
  if (on_bucket) question.keys.emplace_back("s3:prefix", scene.request.key);
  add_scene_keys(question.keys, scene, action);
  auto decision = decide(*scene.policy, question);
  // A public policy of a restricted bucket allows nobody of another account anything.
  const bool restricted = scene.block.restrict_public_buckets.value_or(false) && is_public(*scene.policy);
  if (decision == Decision::allow && !scene.owners_account && restricted) return Decision::silent;
  return decision;
}

}  // namespace winterbaume::s3
