#include "services/s3/configs/configured_bucket.h"
#include "services/s3/operations/operations.h"

namespace winterbaume::s3 {

Answer<ops::GetPublicAccessBlock> get_public_access_block(const aws::RequestContext&, S3Door& door,
                                                          GetPublicAccessBlockRequest input) {
  auto block = co_await require_config_of<PublicAccessBlockConfiguration>(door, named(input),
                                                                          ErrorCode::no_such_public_access_block_configuration);
  if (!block) co_return aws::fail(std::move(block.error()));
  co_return GetPublicAccessBlockOutput{.public_access_block_configuration = std::move(*block)};
}

// What is not sent is off, and shown so.
Answer<ops::PutPublicAccessBlock> put_public_access_block(const aws::RequestContext&, S3Door& door,
                                                          PutPublicAccessBlockRequest input) {
  auto& block = *input.public_access_block_configuration;
  if (!block.block_public_acls && !block.ignore_public_acls && !block.block_public_policy && !block.restrict_public_buckets) {
    co_return aws::fail(error(ErrorCode::invalid_request, "Must specify at least one configuration."));
  }
  for (auto* flag :
       {&block.block_public_acls, &block.ignore_public_acls, &block.block_public_policy, &block.restrict_public_buckets}) {
    *flag = flag->value_or(false);
  }
  co_return done<ops::PutPublicAccessBlock>(co_await put_config_of(door, named(input), std::move(block)));
}

Answer<ops::DeletePublicAccessBlock> delete_public_access_block(const aws::RequestContext&, S3Door& door,
                                                                DeletePublicAccessBlockRequest input) {
  co_return done<ops::DeletePublicAccessBlock>(co_await delete_config_of(door, named(input), ConfigKind::public_access_block));
}

}  // namespace winterbaume::s3
