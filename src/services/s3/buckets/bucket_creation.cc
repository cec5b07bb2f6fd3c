#include "services/s3/buckets/bucket_creation.h"

#include <algorithm>
#include <string_view>

#include "services/s3/acl/acl.h"
#include "services/s3/buckets/bucket_names.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/configs/ownership.h"
#include "services/s3/objects/object_tags.h"
#include "services/s3/s3_door.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// A region's code; us-east-1 is said by saying none.
bool is_constraint(std::string_view text) {
  const bool characters =
      std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  return characters && text != "us-east-1" && std::ranges::count(text, '-') >= 2 && text.back() >= '1' && text.back() <= '9';
}

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
  if (!is_constraint(constraint)) {
    return aws::fail(
        error(ErrorCode::invalid_location_constraint, {}, {.argument_name = "LocationConstraint", .argument_value = constraint}));
  }
  if (endpoint != "us-east-1" && constraint != endpoint) {
    return aws::fail(error(
        ErrorCode::illegal_location_constraint,
        "The " + constraint + " location constraint is incompatible for the region specific endpoint this request was sent to."));
  }
  return constraint;
}

// API Reference, "CreateBucket": an ACL that grants anyone anything needs an ownership that has ACLs.
std::optional<aws::Error> check_acl_with_ownership(const CreateBucketRequest& input, ObjectOwnership ownership) {
  const SentAcl sent = sent_acl(input);
  const bool grants =
      sent.grant_full_control || sent.grant_read || sent.grant_read_acp || sent.grant_write || sent.grant_write_acp;
  if (ownership != ObjectOwnership::bucket_owner_enforced || (!grants && sent.canned.value_or("private") == "private")) {
    return std::nullopt;
  }
  return error(ErrorCode::invalid_bucket_acl_with_object_ownership, {}, {.bucket_name = input.bucket});
}

aws::Error bad_namespace(std::string found, std::string_view name) {
  return error(ErrorCode::invalid_bucket_namespace,
               "The requested bucket is an account-regional namespace bucket, but " + std::move(found),
               {.bucket_name = std::string(name)});
}

// Names of an account regional namespace are made by their own account, in their own region, and by those who say so.
std::optional<aws::Error> check_namespace(const aws::RequestContext& context, const CreateBucketRequest& input,
                                          const BucketRecord& bucket) {
  const bool asked = input.bucket_namespace == "account-regional";
  const auto name = parse_account_regional_name(bucket.name);
  if (!name && !asked) return std::nullopt;
  if (!asked) return error(ErrorCode::missing_namespace_header, {}, {.bucket_name = bucket.name});
  const auto& account = context.scope.account_id;
  if (!name) {
    return bad_namespace("the bucket name does not end with -" + account + "-" + bucket.region +
                             "-an. Specify the targeted account and region in the bucket name.",
                         bucket.name);
  }
  if (name->account_id != account) {
    return bad_namespace("the requested AWS Account ID '" + std::string(name->account_id) +
                             "' does not match the caller's AWS Account ID '" + account +
                             "'. Specify the caller's AWS Account ID in the bucket name.",
                         bucket.name);
  }
  if (name->region == bucket.region) return std::nullopt;
  return bad_namespace("the requested region '" + std::string(name->region) + "' does not match the current region '" +
                           bucket.region + "'. Specify the targeted region in the bucket name.",
                       bucket.name);
}

// What a directory bucket must be made with, and cannot be.
std::optional<aws::Error> check_directory_creation(const CreateBucketRequest& input) {
  const SentAcl sent = sent_acl(input);
  if (!sent.empty() || input.object_ownership || input.bucket_namespace || input.object_lock_enabled_for_bucket.value_or(false)) {
    return error(ErrorCode::not_implemented);
  }
  const auto& configuration = input.create_bucket_configuration;
  if (!configuration || !configuration->location || !configuration->bucket || configuration->location_constraint ||
      configuration->bucket->type != "Directory" || !configuration->location->type || !configuration->location->name) {
    return error(ErrorCode::malformed_xml);
  }
  const auto zone = zone_of(*input.bucket);
  if (*configuration->location->name != zone) return error(ErrorCode::invalid_bucket_name, {}, {.bucket_name = input.bucket});
  const bool local = is_local_zone(zone);
  const auto& redundancy = configuration->bucket->data_redundancy;
  if (*configuration->location->type != (local ? "LocalZone" : "AvailabilityZone") ||
      (redundancy && *redundancy != (local ? "SingleLocalZone" : "SingleAvailabilityZone"))) {
    return error(ErrorCode::invalid_request, "The location type and the data redundancy must be those of the bucket's zone.");
  }
  return std::nullopt;
}

// AWS blocks public access of every new bucket (since April 2023).
PublicAccessBlockConfiguration block_all() {
  return {.block_public_acls = true, .ignore_public_acls = true, .block_public_policy = true, .restrict_public_buckets = true};
}

Result<BucketRecord> make_general_record(const aws::RequestContext& context, const CreateBucketRequest& input,
                                         BucketDefaults defaults) {
  BucketRecord record{.name = input.bucket.value_or("")};
  const auto& configuration = input.create_bucket_configuration;
  if (configuration && (configuration->location || configuration->bucket)) {
    return aws::fail(error(ErrorCode::invalid_bucket_name, {}, {.bucket_name = record.name}));
  }
  auto region = region_of(context, input);
  if (!region) return aws::fail(std::move(region.error()));
  record.region = std::move(*region);
  const bool acls = defaults == BucketDefaults::before_2023;
  record.ownership = parse_ownership(input.object_ownership.value_or(""))
                         .value_or(acls ? ObjectOwnership::object_writer : ObjectOwnership::bucket_owner_enforced);
  record.ownership_set = !acls || input.object_ownership.has_value();
  if (auto wrong = check_namespace(context, input, record)) return aws::fail(std::move(*wrong));
  if (auto wrong = check_acl_with_ownership(input, record.ownership)) return aws::fail(std::move(*wrong));
  record.object_lock = input.object_lock_enabled_for_bucket.value_or(false);
  if (record.object_lock) record.versioning = Versioning::enabled;
  return record;
}

Result<BucketRecord> make_directory_record(const aws::RequestContext& context, const CreateBucketRequest& input) {
  if (auto wrong = check_directory_creation(input)) return aws::fail(std::move(*wrong));
  return BucketRecord{.name = *input.bucket, .region = context.scope.region, .directory = true};
}

}  // namespace

Result<NewBucket> make_bucket(const aws::RequestContext& context, const CreateBucketRequest& input, BucketDefaults defaults) {
  const std::string name = input.bucket.value_or("");
  if (!is_bucket_name(name)) return aws::fail(error(ErrorCode::invalid_bucket_name, {}, {.bucket_name = name}));
  auto record =
      is_directory_bucket_name(name) ? make_directory_record(context, input) : make_general_record(context, input, defaults);
  if (!record) return aws::fail(std::move(record.error()));
  NewBucket made{.record = std::move(*record)};
  made.record.owner = owner_of(context);
  made.record.created = context.now;
  if (defaults == BucketDefaults::current || made.record.directory) {
    made.configs.push_back(
        {{ConfigKind::public_access_block, ""}, to_document(block_all(), schemas::k_PublicAccessBlockConfiguration)});
  }
  const auto& configuration = input.create_bucket_configuration;
  if (configuration && configuration->tags && !configuration->tags->empty()) {
    const Tagging tagging{.tag_set = *configuration->tags};
    if (auto wrong = check_tags(*tagging.tag_set, TagRules::bucket())) return aws::fail(std::move(*wrong));
    made.configs.push_back({{ConfigKind::tagging, ""}, to_document(tagging, schemas::k_Tagging)});
  }
  return made;
}

}  // namespace winterbaume::s3
