#include "services/s3/buckets/document_integrity.h"

#include <gtest/gtest.h>

#include "generated/s3/operations.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

std::string code_of(std::string_view operation, std::size_t bytes) {
  http::Request request;
  request.method = http::Method::put;
  request.body = http::Body(std::string(bytes, ' '));
  const auto refusal = check_document(*aws::find_operation(k_service, operation), request);
  return refusal ? std::string(refusal->shape->code) : "";
}

TEST(DocumentIntegrityTest, DocumentsHaveTheirLargestSizes) {
  EXPECT_EQ(code_of("PutBucketCors", k_cors_bytes_max), "");
  EXPECT_EQ(code_of("PutBucketCors", k_cors_bytes_max + 1), "MaxMessageLengthExceeded");
  EXPECT_EQ(code_of("PutBucketReplication", k_replication_bytes_max), "");
  EXPECT_EQ(code_of("PutBucketReplication", k_replication_bytes_max + 1), "MaxMessageLengthExceeded");
  EXPECT_EQ(code_of("PutBucketTagging", k_replication_bytes_max + 1), "");
}

}  // namespace
}  // namespace winterbaume::s3
