// The shapes of the real REST services: S3, Glacier, EBS.
#include <gtest/gtest.h>

#include "aws/testing/wire_fixture.h"
#include "generated/ebs/operations.h"
#include "generated/glacier/errors.h"
#include "generated/glacier/operations.h"
#include "generated/s3/errors.h"
#include "generated/s3/operations.h"

namespace winterbaume::aws {
namespace {

using http::Method;
using testing::request;
const TimePoint k_time{Millis{1'700'000'000'000}};

std::string s3_route(Method method, std::string target, std::string_view header = {}) {
  auto asked = request(method, std::move(target));
  if (!header.empty()) asked.headers.add(header, "/from/here");
  return testing::routed(s3::k_service, asked);
}

TEST(S3RouteTest, TellsOperationsOfOnePathApart) {
  EXPECT_EQ(s3_route(Method::get, "/"), "ListBuckets");
  EXPECT_EQ(s3_route(Method::get, "/?x-id=ListBuckets"), "ListBuckets");
  EXPECT_EQ(s3_route(Method::get, "/?max-directory-buckets=2&x-id=ListDirectoryBuckets"), "ListDirectoryBuckets");
  EXPECT_EQ(s3_route(Method::get, "/b"), "ListObjects");
  EXPECT_EQ(s3_route(Method::get, "/b/?prefix=a"), "ListObjects");
  EXPECT_EQ(s3_route(Method::get, "/b?list-type=2&prefix=a"), "ListObjectsV2");
  EXPECT_EQ(s3_route(Method::get, "/b?list-type=1"), "ListObjects");
  EXPECT_EQ(s3_route(Method::get, "/b?lifecycle"), "GetBucketLifecycleConfiguration");
  EXPECT_EQ(s3_route(Method::get, "/b?notification"), "GetBucketNotificationConfiguration");
  EXPECT_EQ(s3_route(Method::get, "/b?analytics"), "ListBucketAnalyticsConfigurations");
  EXPECT_EQ(s3_route(Method::get, "/b?analytics&id=x"), "GetBucketAnalyticsConfiguration");
  EXPECT_EQ(s3_route(Method::get, "/b?uploads"), "ListMultipartUploads");
  EXPECT_EQ(s3_route(Method::get, "/b/k"), "GetObject");
  EXPECT_EQ(s3_route(Method::get, "/b/k/with//slashes/?versionId=1"), "GetObject");
  EXPECT_EQ(s3_route(Method::get, "/b/k?uploadId=1"), "ListParts");
  EXPECT_EQ(s3_route(Method::get, "/b/k?partNumber=1"), "GetObject");
  EXPECT_EQ(s3_route(Method::get, "/b/k?attributes"), "GetObjectAttributes");
  EXPECT_EQ(s3_route(Method::get, "/b/k?acl"), "GetObjectAcl");
  EXPECT_EQ(s3_route(Method::get, "/b?acl"), "GetBucketAcl");
  EXPECT_EQ(s3_route(Method::head, "/b"), "HeadBucket");
  EXPECT_EQ(s3_route(Method::head, "/b/k"), "HeadObject");
  EXPECT_EQ(s3_route(Method::put, "/b"), "CreateBucket");
  EXPECT_EQ(s3_route(Method::put, "/b/k"), "PutObject");
  EXPECT_EQ(s3_route(Method::put, "/b/k?x-id=PutObject"), "PutObject");
  EXPECT_EQ(s3_route(Method::put, "/b/k", "x-amz-copy-source"), "CopyObject");
  EXPECT_EQ(s3_route(Method::put, "/b/k?partNumber=1&uploadId=u"), "UploadPart");
  EXPECT_EQ(s3_route(Method::put, "/b/k?partNumber=1&uploadId=u", "x-amz-copy-source"), "UploadPartCopy");
  EXPECT_EQ(s3_route(Method::put, "/b?versioning"), "PutBucketVersioning");
  EXPECT_EQ(s3_route(Method::post, "/b?delete"), "DeleteObjects");
  EXPECT_EQ(s3_route(Method::post, "/b/k?uploads"), "CreateMultipartUpload");
  EXPECT_EQ(s3_route(Method::post, "/b/k?uploadId=u"), "CompleteMultipartUpload");
  EXPECT_EQ(s3_route(Method::post, "/b/k?select&select-type=2"), "SelectObjectContent");
  EXPECT_EQ(s3_route(Method::delete_, "/b/k"), "DeleteObject");
  EXPECT_EQ(s3_route(Method::delete_, "/b/k?uploadId=u"), "AbortMultipartUpload");
  EXPECT_EQ(s3_route(Method::delete_, "/b?policy"), "DeleteBucketPolicy");
  EXPECT_EQ(s3_route(Method::patch, "/b"), "[MethodNotAllowed]");
}

TEST(S3WireTest, ReadsPutObject) {
  auto put = request(Method::put, "/bucket/a%20b/%C3%BC?x-id=PutObject", "content");
  put.headers.add("Content-Type", "text/plain");
  put.headers.add("x-amz-meta-Owner", "me");
  put.headers.add("Expires", "Tue, 14 Nov 2023 22:13:20 GMT");
  put.headers.add("x-amz-object-lock-retain-until-date", "2023-11-14T22:13:20Z");
  put.headers.add("Content-Length", "7");
  auto input = testing::decode<s3::ops::PutObject>(s3::k_service, ProtocolKind::rest_xml, std::move(put));
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(input->bucket, "bucket");
  EXPECT_EQ(input->key, "a b/ü");
  EXPECT_EQ(input->content_type, "text/plain");
  EXPECT_EQ(*input->metadata->find("owner"), "me");
  EXPECT_EQ(input->object_lock_retain_until_date, k_time);
  EXPECT_EQ(input->content_length, 7);
  EXPECT_EQ(input->body->bytes(), "content");
}

TEST(S3WireTest, ReadsDeleteObjects) {
  auto input = testing::decode<s3::ops::DeleteObjects>(
      s3::k_service, ProtocolKind::rest_xml,
      request(
          Method::post, "/b?delete",
          "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>a&#13;</Key><VersionId>1</VersionId></Object>"
          "<Object><Key> </Key></Object><Quiet>true</Quiet></Delete>"));
  ASSERT_TRUE(input) << input.error().message;
  ASSERT_EQ(input->delete_->objects->size(), 2u);
  EXPECT_EQ(input->delete_->objects->at(0).key, "a\r");
  EXPECT_EQ(input->delete_->objects->at(0).version_id, "1");
  EXPECT_EQ(input->delete_->objects->at(1).key, " ");
  EXPECT_EQ(input->delete_->quiet, true);
}

TEST(S3WireTest, ReadsCompleteMultipartUpload) {
  auto input = testing::decode<s3::ops::CompleteMultipartUpload>(
      s3::k_service, ProtocolKind::rest_xml,
      request(Method::post, "/b/k?uploadId=u",
              "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"e1\"</ETag></Part><Part><ETag>e2</ETag>"
              "<PartNumber>2</PartNumber></Part></CompleteMultipartUpload>"));
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(input->upload_id, "u");
  EXPECT_EQ(input->multipart_upload->parts->at(0).e_tag, "\"e1\"");
  EXPECT_EQ(input->multipart_upload->parts->at(1).part_number, 2);
}

TEST(S3WireTest, WritesListObjectsV2) {
  s3::ListObjectsV2Output output{.is_truncated = false, .name = "b", .prefix = "", .max_keys = 1000, .key_count = 1};
  output.contents.emplace().push_back(
      {.key = "a&b", .last_modified = k_time, .e_tag = "\"e\"", .size = 7, .storage_class = "STANDARD"});
  output.common_prefixes.emplace().push_back({.prefix = "p/"});
  const auto response = testing::encode<s3::ops::ListObjectsV2>(s3::k_service, ProtocolKind::rest_xml, std::move(output));
  EXPECT_EQ(
      response.body.bytes(),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      "<IsTruncated>false</IsTruncated><Contents><Key>a&amp;b</Key><LastModified>2023-11-14T22:13:20.000Z</LastModified>"
      "<ETag>&quot;e&quot;</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents><Name>b</Name><Prefix></Prefix>"
      "<MaxKeys>1000</MaxKeys><CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes><KeyCount>1</KeyCount></ListBucketResult>");
}

TEST(S3WireTest, WritesTheOddOnes) {
  auto response =
      testing::encode<s3::ops::GetBucketLocation>(s3::k_service, ProtocolKind::rest_xml, {.location_constraint = "eu-west-1"});
  EXPECT_EQ(response.body.bytes(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1</LocationConstraint>");
  s3::GetBucketAclOutput acl;
  acl.grants.emplace().push_back({.grantee = s3::Grantee{.id = "me", .type = "CanonicalUser"}, .permission = "READ"});
  response = testing::encode<s3::ops::GetBucketAcl>(s3::k_service, ProtocolKind::rest_xml, std::move(acl));
  EXPECT_EQ(
      response.body.bytes(),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      "<AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">"
      "<ID>me</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>");
  response = testing::encode<s3::ops::DeleteObject>(s3::k_service, ProtocolKind::rest_xml, {.delete_marker = true});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.headers.get_or("x-amz-delete-marker"), "true");
  EXPECT_EQ(response.body.bytes(), "");
}

TEST(S3WireTest, WordsErrors) {
  const auto response =
      encode_error(s3::k_service, ProtocolKind::rest_xml, testing::context(), s3::errors::no_such_key("No key."));
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.headers.get_or("x-amz-request-id"), "00000000-0000-0000-0000-000000000001");
  EXPECT_NE(response.body.bytes().find("<Error><Code>NoSuchKey</Code><Message>No key.</Message>"), std::string::npos);
  const auto internal = encode_error(s3::k_service, ProtocolKind::rest_xml, testing::context(), errors::internal_failure());
  EXPECT_EQ(internal.status, 500);
  EXPECT_NE(internal.body.bytes().find("<Code>InternalError</Code>"), std::string::npos);
}

TEST(GlacierWireTest, BindsHeadersAndLabels) {
  auto put = request(Method::post, "/-/vaults/v/archives", "data");
  put.headers.add("x-amz-archive-description", "d");
  put.headers.add("x-amz-sha256-tree-hash", "h");
  EXPECT_EQ(testing::routed(glacier::k_service, put), "UploadArchive");
  auto input = testing::decode<glacier::ops::UploadArchive>(glacier::k_service, ProtocolKind::rest_json, std::move(put));
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(input->account_id, "-");
  EXPECT_EQ(input->vault_name, "v");
  EXPECT_EQ(input->archive_description, "d");
  EXPECT_EQ(input->checksum, "h");
  EXPECT_EQ(input->body->bytes(), "data");
  glacier::GetJobOutputOutput output;
  output.body.emplace("part");
  output.status = 206;
  const auto response =
      testing::encode<glacier::ops::GetJobOutput>(glacier::k_service, ProtocolKind::rest_json, std::move(output));
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(testing::routed(glacier::k_service, request(Method::post, "/-/vaults/v/tags?operation=add")), "AddTagsToVault");
  EXPECT_EQ(testing::routed(glacier::k_service, request(Method::post, "/-/vaults/v/tags?operation=remove")),
            "RemoveTagsFromVault");
}

TEST(EbsWireTest, BindsBlocks) {
  auto put = request(Method::put, "/snapshots/snap-0123/blocks/7", std::string("\0\1", 2));
  put.headers.add("x-amz-Data-Length", "2");
  put.headers.add("x-amz-Checksum", "c");
  put.headers.add("x-amz-Checksum-Algorithm", "SHA256");
  EXPECT_EQ(testing::routed(ebs::k_service, put), "PutSnapshotBlock");
  auto input = testing::decode<ebs::ops::PutSnapshotBlock>(ebs::k_service, ProtocolKind::rest_json, std::move(put));
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(input->block_index, 7);
  EXPECT_EQ(input->block_data->bytes().size(), 2u);
  EXPECT_FALSE(testing::decode<ebs::ops::PutSnapshotBlock>(ebs::k_service, ProtocolKind::rest_json,
                                                           request(Method::put, "/snapshots/snap-0123/blocks/x")));
}

}  // namespace
}  // namespace winterbaume::aws
