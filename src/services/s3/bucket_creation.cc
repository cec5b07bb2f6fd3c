#include "services/s3/bucket_creation.h"

#include "services/s3/bucket_names.h"
#include "services/s3/config_documents.h"
#include "services/s3/object_tags.h"
#include "services/s3/s3_door.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// The constraint must be the region that the request went to; us-east-1 has none, and takes requests for any region.
Result<std::string> region_of(const aws::RequestContext& context, const CreateBucketRequest& input) {
  const auto& endpoint = context.scope.region;
  std::string constraint;
  if (input.create_bucket_configuration) constraint = input.create_bucket_configuration->location_constraint.value_or("");
  if (constraint == "EU") constraint = "eu-west-1";
  if (constraint.empty()) {
    if (endpoint == "us-east-1" || endpoint.empty()) return std::string("us-east-1");
    return aws::fail(
        error(ErrorCode::illegal_location_constraint,
              "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to."));
  }
  if (constraint == "us-east-1") return aws::fail(error(ErrorCode::invalid_location_constraint));
  if (endpoint != "us-east-1" && constraint != endpoint) {
    return aws::fail(error(
        ErrorCode::illegal_location_constraint,
        "The " + constraint + " location constraint is incompatible for the region specific endpoint this request was sent to."));
  }
  return constraint;
}

ObjectOwnership ownership_of(const std::optional<std::string>& text) {
  if (text == "ObjectWriter") return ObjectOwnership::object_writer;
  if (text == "BucketOwnerPreferred") return ObjectOwnership::bucket_owner_preferred;
  return ObjectOwnership::bucket_owner_enforced;
}

// AWS blocks public access of every new bucket (since April 2023).
PublicAccessBlockConfiguration block_all() {
  return {.block_public_acls = true, .ignore_public_acls = true, .block_public_policy = true, .restrict_public_buckets = true};
}

}  // namespace

Result<NewBucket> make_bucket(const aws::RequestContext& context, const CreateBucketRequest& input) {
  NewBucket made;
  made.record.name = input.bucket.value_or("");
  if (!is_bucket_name(made.record.name)) {
    return aws::fail(error(ErrorCode::invalid_bucket_name, {}, {.bucket_name = made.record.name}));
  }
  made.record.directory = is_directory_bucket_name(made.record.name);
  if (made.record.directory) {
    made.record.region = context.scope.region;
  } else {
    auto region = region_of(context, input);
    if (!region) return aws::fail(std::move(region.error()));
    made.record.region = std::move(*region);
  }
  made.record.owner = owner_of(context);
  made.record.created = context.now;
  made.record.ownership = ownership_of(input.object_ownership);
  made.record.object_lock = input.object_lock_enabled_for_bucket.value_or(false);
  if (made.record.object_lock) made.record.versioning = Versioning::enabled;
  made.configs.push_back(
      {{ConfigKind::public_access_block, ""}, to_document(block_all(), schemas::k_PublicAccessBlockConfiguration)});
  if (input.create_bucket_configuration && input.create_bucket_configuration->tags) {
    const Tagging tagging{.tag_set = *input.create_bucket_configuration->tags};
    if (auto wrong = check_tags(*tagging.tag_set, TagRules::bucket())) return aws::fail(std::move(*wrong));
    made.configs.push_back({{ConfigKind::tagging, ""}, to_document(tagging, schemas::k_Tagging)});
  }
  return made;
}

}  // namespace winterbaume::s3
