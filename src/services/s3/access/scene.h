// One question of access with everything that decides it, read as it is needed.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "generated/s3/types.h"
#include "services/s3/access/authorize.h"
#include "services/s3/access/policy.h"

namespace winterbaume::s3 {

struct Scene {
  const aws::RequestContext& context;
  S3Door& door;
  const AccessRequest& request;
  std::shared_ptr<const PolicyDocument> policy;  // null: the bucket has none
  PublicAccessBlockConfiguration block;          // nothing is blocked where the bucket has none
  TextPairs bucket_tags;                         // as far as policies may see them
  std::optional<FoundObject> object;             // null: not there, or not asked for
  bool owners_account = false;

  bool enforced_owner() const { return request.bucket->ownership == ObjectOwnership::bucket_owner_enforced; }
  AccountOwner object_owner() const {
    if (!object || enforced_owner()) return request.bucket->owner;
    return object->record.owner.value_or(request.bucket->owner);
  }
  bool owned_by_bucket_owner() const { return object_owner().canonical_id == request.bucket->owner.canonical_id; }
};

std::string resource_of(const AccessRequest& request);

// Whether the object itself matters to that action.
bool needs_object(const Scene& scene, std::string_view action);

// Reads what `scene.request` needs. Errors: NoSuchBucket, where the bucket went meanwhile.
asio::awaitable<Result<void>> read_scene(Scene& scene);

// What the bucket's policy decides. `on_bucket`: about listing the bucket, not about the request's object.
Decision policy_decision(const Scene& scene, std::string_view action, bool on_bucket);

}  // namespace winterbaume::s3
