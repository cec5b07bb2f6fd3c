#include "services/s3/objects/object_settings.h"

#include <gtest/gtest.h>

#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/store/store_s3_backend.h"
#include "storage/mem_vfs.h"
#include "storage/memory_state_store.h"
#include "storage/testing/coroutine_case.h"

namespace winterbaume::s3 {
namespace {

const std::string k_key = to_base64("0123456789abcdef0123456789abcdef");
const std::string k_key_md5 = to_base64(as_bytes(md5("0123456789abcdef0123456789abcdef")));
const std::string k_other_key = to_base64("fedcba9876543210fedcba9876543210");
const std::string k_other_md5 = to_base64(as_bytes(md5("fedcba9876543210fedcba9876543210")));

class ObjectSettingsTest : public ::testing::Test, public storage_testing::CoroutineCase {
 protected:
  ObjectSettingsTest() {
    context_.scope.account_id = "123456789012";
    context_.now = TimePoint(Millis(1'700'000'000'000));
    make_bucket(false);
  }
  void make_bucket(bool directory) {
    BucketRecord record{.name = directory ? "b--az1--x-s3" : "bucket", .region = "eu-west-1", .directory = directory};
    ASSERT_TRUE(run(backend_.create_bucket(record, {})));
    bucket_ = *run(backend_.get_bucket(record.name));
  }
  void encrypt_by_default(ServerSideEncryptionRule rule) {
    ServerSideEncryptionConfiguration config;
    config.rules = {std::move(rule)};
    ASSERT_TRUE(run(put_config(door_, bucket_, config)));
    bucket_ = *run(backend_.get_bucket(bucket_->name));
  }
  Result<ObjectRecord> make(SentSettings sent) { return run(make_object_record(context_, door_, bucket_, std::move(sent))); }
  std::string refusal(SentSettings sent) {
    auto made = make(std::move(sent));
    return made ? "ok" : std::string(made.error().shape->code);
  }

  StoreS3Backend backend_{std::make_shared<MemoryStateStore>(), std::make_shared<MemVfs>()};
  S3Door door_{backend_};
  aws::RequestContext context_;
  BucketPtr bucket_;
};

TEST_F(ObjectSettingsTest, KeepsHeadersAndMetadata) {
  const auto made = make({.cache_control = "no-cache",
                          .content_encoding = "aws-chunked, gzip",
                          .content_type = "text/plain",
                          .metadata = aws::Map<std::string>{{"b", "2"}, {"A", "1"}},
                          .tagging = "k=v&l=",
                          .storage_class = "STANDARD_IA"});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->headers.cache_control, "no-cache");
  EXPECT_EQ(made->headers.content_encoding, "gzip");
  EXPECT_EQ(made->metadata, (TextPairs{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(made->tags, (TextPairs{{"k", "v"}, {"l", ""}}));
  EXPECT_EQ(made->storage_class, "STANDARD_IA");
  EXPECT_EQ(made->modified, context_.now);
  EXPECT_EQ(make({.storage_class = "STANDARD"})->storage_class, "");
}

TEST_F(ObjectSettingsTest, RefusesWhatAwsRefuses) {
  EXPECT_EQ(refusal({.metadata = aws::Map<std::string>{{"a", std::string(2047, 'x')}}}), "ok");
  EXPECT_EQ(refusal({.metadata = aws::Map<std::string>{{"a", std::string(2048, 'x')}}}), "MetadataTooLarge");
  for (const char* name : {"COLD", "standard", "EXPRESS_ONEZONE", "OUTPOSTS"}) {
    EXPECT_EQ(refusal({.storage_class = name}), "InvalidStorageClass") << name;
  }
  EXPECT_EQ(refusal({.website_redirect_location = "/there"}), "ok");
  EXPECT_EQ(refusal({.website_redirect_location = "there"}), "InvalidRedirectLocation");
  EXPECT_EQ(refusal({.tagging = "k=v&k=w"}), "InvalidTag");
}

TEST_F(ObjectSettingsTest, DirectoryBucketsHaveLess) {
  make_bucket(true);
  EXPECT_EQ(make({})->storage_class, "EXPRESS_ONEZONE");
  EXPECT_EQ(refusal({.storage_class = "STANDARD"}), "InvalidStorageClass");
  EXPECT_EQ(refusal({.tagging = "k=v"}), "NotImplemented");
  EXPECT_EQ(refusal({.object_lock_mode = "GOVERNANCE"}), "NotImplemented");
  EXPECT_EQ(refusal({.server_side_encryption = "aws:kms:dsse"}), "InvalidArgument");
}

TEST_F(ObjectSettingsTest, EncryptsAsAskedOrAsTheBucketDoes) {
  EXPECT_EQ(make({})->encryption, (EncryptionRecord{.algorithm = "AES256"}));
  const auto by_key = make({.server_side_encryption = "aws:kms", .ssekms_key_id = "1234", .bucket_key_enabled = true});
  EXPECT_EQ(by_key->encryption.kms_key_id, "arn:aws:kms:eu-west-1:123456789012:key/1234");
  EXPECT_TRUE(by_key->encryption.bucket_key);
  const auto own_key = make({.server_side_encryption = "aws:kms:dsse"});
  EXPECT_TRUE(own_key->encryption.kms_key_id.starts_with("arn:aws:kms:eu-west-1:123456789012:key/"));
  EXPECT_EQ(own_key->encryption, make({.server_side_encryption = "aws:kms:dsse"})->encryption);
  ServerSideEncryptionRule rule;
  rule.apply_server_side_encryption_by_default.emplace();
  rule.apply_server_side_encryption_by_default->sse_algorithm = "aws:kms";
  rule.apply_server_side_encryption_by_default->kms_master_key_id = "arn:aws:kms:eu-west-1:123456789012:key/own";
  rule.bucket_key_enabled = true;
  encrypt_by_default(rule);
  EXPECT_EQ(
      make({})->encryption,
      (EncryptionRecord{.algorithm = "aws:kms", .kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/own", .bucket_key = true}));
  EXPECT_EQ(make({.server_side_encryption = "AES256"})->encryption, (EncryptionRecord{.algorithm = "AES256"}));
}

TEST_F(ObjectSettingsTest, RefusesEncryptionThatDoesNotFit) {
  EXPECT_EQ(refusal({.server_side_encryption = "AES512"}), "InvalidArgument");
  EXPECT_EQ(refusal({.server_side_encryption = "AES256", .ssekms_key_id = "1"}), "InvalidArgument");
  EXPECT_EQ(refusal({.ssekms_key_id = "1"}), "InvalidArgument");
  EXPECT_EQ(refusal({.sse_customer_algorithm = "AES256"}), "InvalidArgument");
  EXPECT_EQ(refusal({.sse_customer_key = k_key, .sse_customer_key_md5 = k_key_md5}), "InvalidArgument");
  EXPECT_EQ(refusal({.sse_customer_algorithm = "AES256", .sse_customer_key = k_key}), "InvalidArgument");
  EXPECT_EQ(refusal({.sse_customer_algorithm = "DES", .sse_customer_key = k_key, .sse_customer_key_md5 = k_key_md5}),
            "InvalidEncryptionAlgorithmError");
  EXPECT_EQ(refusal({.sse_customer_algorithm = "AES256", .sse_customer_key = "c2hvcnQ=", .sse_customer_key_md5 = k_key_md5}),
            "InvalidArgument");
  EXPECT_EQ(refusal({.sse_customer_algorithm = "AES256", .sse_customer_key = k_key, .sse_customer_key_md5 = k_other_md5}),
            "InvalidArgument");
  const SentSettings good{.sse_customer_algorithm = "AES256", .sse_customer_key = k_key, .sse_customer_key_md5 = k_key_md5};
  EXPECT_EQ(make(good)->encryption, (EncryptionRecord{.customer_key_md5 = k_key_md5}));
  ServerSideEncryptionRule rule;
  rule.blocked_encryption_types.emplace();
  rule.blocked_encryption_types->encryption_type = {"SSE-C"};
  encrypt_by_default(rule);
  EXPECT_EQ(refusal(good), "AccessDenied");
  EXPECT_EQ(make({})->encryption, (EncryptionRecord{.algorithm = "AES256"}));
}

TEST(CustomerKeyTest, MustBeTheObjects) {
  const auto checked = [](const EncryptionRecord& kept, std::optional<std::string> key, std::optional<std::string> key_md5) {
    const auto refusal = check_customer_key(kept, key ? std::optional<std::string>("AES256") : std::nullopt, key, key_md5);
    return refusal ? std::string(refusal->shape->code) : "ok";
  };
  const EncryptionRecord plain{.algorithm = "AES256"}, secret{.customer_key_md5 = k_key_md5};
  EXPECT_EQ(checked(plain, std::nullopt, std::nullopt), "ok");
  EXPECT_EQ(checked(plain, k_key, k_key_md5), "InvalidRequest");
  EXPECT_EQ(checked(secret, std::nullopt, std::nullopt), "InvalidRequest");
  EXPECT_EQ(checked(secret, k_key, k_key_md5), "ok");
  EXPECT_EQ(checked(secret, k_other_key, k_other_md5), "AccessDenied");
  EXPECT_EQ(checked(secret, k_key, k_other_md5), "InvalidArgument");
}

}  // namespace
}  // namespace winterbaume::s3
