#include "services/s3/acl/acl.h"
#include "services/s3/buckets/bucket_creation.h"
#include "services/s3/buckets/bucket_names.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/configs/ownership.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// The bucket's first ACL as a document; empty where only the owner has a grant. A new bucket blocks public ACLs, which is
// enforced like every other rule of access: not without `--auth verify`.
asio::awaitable<Result<std::string>> first_acl(const aws::RequestContext& context, S3Door& door, BucketRecord bucket,
                                               SentAcl sent) {
  if (sent.empty() || bucket.ownership == ObjectOwnership::bucket_owner_enforced) co_return std::string();
  auto acl =
      co_await make_acl(context, door, std::make_shared<const BucketRecord>(std::move(bucket)), std::nullopt, std::move(sent));
  const bool blocked = context.enforced && door.bucket_defaults == BucketDefaults::current;
  if (!acl || acl->empty() || !blocked) co_return acl;
  if (is_public(from_document<AccessControlPolicy>(*acl, schemas::k_AccessControlPolicy))) {
    co_return aws::fail(error(ErrorCode::access_denied));
  }
  co_return acl;
}

// API Reference, "Error responses", BucketAlreadyOwnedByYou: in us-east-1 its owner may make a bucket again, which sets its ACL
// anew and changes nothing else; everywhere else that is the error.
asio::awaitable<Result<void>> recreate_bucket(const aws::RequestContext& context, S3Door& door, std::string name,
                                              std::string region, std::string acl, aws::Error present) {
  auto bucket = co_await door.backend.get_bucket(name);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  const bool legacy = region == "us-east-1" && (*bucket)->region == region && !(*bucket)->directory &&
                      (context.scope.region == region || context.scope.region.empty());
  if (!legacy) co_return aws::fail(std::move(present));
  if (acl.empty()) {
    auto deleted = co_await door.backend.delete_config(name, {ConfigKind::acl, ""});
    if (!deleted) co_return aws::fail(std::move(deleted.error()));
    co_return Result<void>{};
  }
  if ((*bucket)->ownership == ObjectOwnership::bucket_owner_enforced) {
    co_return aws::fail(error(ErrorCode::access_control_list_not_supported));
  }
  co_return co_await door.backend.put_config(name, {ConfigKind::acl, ""}, std::move(acl));
}

}  // namespace

Answer<ops::CreateBucket> create_bucket(const aws::RequestContext& context, S3Door& door, CreateBucketRequest input) {
  auto made = make_bucket(context, input, door.bucket_defaults);
  if (!made) co_return aws::fail(std::move(made.error()));
  const BucketRecord bucket = made->record;
  auto acl = co_await first_acl(context, door, bucket, sent_acl(input));
  if (!acl) co_return aws::fail(std::move(acl.error()));
  if (!acl->empty()) made->configs.push_back({{ConfigKind::acl, ""}, *acl});
  auto created = co_await door.backend.create_bucket(std::move(made->record), std::move(made->configs));
  if (!created && is(created.error(), ErrorCode::bucket_already_owned_by_you)) {
    created = co_await recreate_bucket(context, door, bucket.name, bucket.region, std::move(*acl), std::move(created.error()));
  }
  if (!created) co_return aws::fail(std::move(created.error()));
  CreateBucketOutput output;
  output.location = bucket.region == "us-east-1" ? "/" + bucket.name : context.base_url + "/" + bucket.name + "/";
  output.bucket_arn = bucket_arn(bucket);
  co_return output;
}

}  // namespace winterbaume::s3
