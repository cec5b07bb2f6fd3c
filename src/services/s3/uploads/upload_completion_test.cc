#include "services/s3/uploads/upload_completion.h"

#include <gtest/gtest.h>

#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"
#include "services/s3/uploads/upload_checksums.h"

namespace winterbaume::s3 {
namespace {

std::string code_of(const auto& result) { return result ? "" : std::string(result.error().shape->code); }

PartRecord part_of(std::uint32_t number, const std::string& bytes, ChecksumAlgorithm algorithm) {
  PartRecord part{.number = number, .size = bytes.size(), .blob = "blob" + std::to_string(number)};
  part.etag = to_hex(as_bytes(md5(bytes)));
  part.checksum = {algorithm, ChecksumType::full_object, to_base64(aws::checksum_of(algorithm, bytes))};
  return part;
}

class UploadCompletion : public ::testing::Test {
 protected:
  void make_upload(ChecksumAlgorithm algorithm, ChecksumType type, bool asked) {
    upload_.id = "upload";
    upload_.checksum = {algorithm, type, {}};
    upload_.checksum_asked = asked;
    pieces_ = {std::string(k_part_bytes_min, 'a'), std::string(k_part_bytes_min, 'b'), "c"};
    uploaded_.clear();
    for (std::uint32_t i = 0; i < 3; ++i) uploaded_.push_back(part_of(i + 1, pieces_[i], algorithm));
    input_ = {};
    list({1, 2, 3});
  }
  void list(std::vector<int> numbers) {
    auto& parts = input_.multipart_upload.emplace().parts.emplace();
    for (int number : numbers) {
      auto& part = parts.emplace_back();
      part.part_number = number;
      part.e_tag = number >= 1 && number <= 3 ? '"' + uploaded_[number - 1].etag + '"' : "e";
    }
  }
  std::vector<CompletedPart>& listed() { return *input_.multipart_upload->parts; }
  Result<Completion> complete() { return plan_completion(upload_, uploaded_, input_); }

  UploadRecord upload_;
  std::vector<std::string> pieces_;
  std::vector<PartRecord> uploaded_;
  CompleteMultipartUploadRequest input_;
};

TEST_F(UploadCompletion, PutsTheListedPartsTogether) {
  make_upload(ChecksumAlgorithm::crc64nvme, ChecksumType::full_object, false);
  auto whole = complete();
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->size, 2 * k_part_bytes_min + 1);
  EXPECT_TRUE(whole->etag.ends_with("-3"));
  EXPECT_EQ(whole->checksum.value,
            to_base64(aws::checksum_of(ChecksumAlgorithm::crc64nvme, pieces_[0] + pieces_[1] + pieces_[2])));
  list({1, 3});
  auto some = complete();
  ASSERT_TRUE(some);
  EXPECT_EQ(some->parts.size(), 2u);
  EXPECT_EQ(some->size, k_part_bytes_min + 1);
  EXPECT_TRUE(some->etag.ends_with("-2"));
}

TEST_F(UploadCompletion, HoldsToOrderNumbersAndTags) {
  make_upload(ChecksumAlgorithm::crc64nvme, ChecksumType::full_object, false);
  list({});
  EXPECT_EQ(code_of(complete()), "MalformedXML");
  list({2, 1});
  EXPECT_EQ(code_of(complete()), "InvalidPartOrder");
  list({1, 1, 2});
  listed()[0].e_tag = "of what was sent before";
  EXPECT_EQ(complete()->parts.size(), 2u);
  list({0, 1});
  EXPECT_EQ(code_of(complete()), "InvalidArgument");
  list({1, 10'001});
  EXPECT_EQ(code_of(complete()), "InvalidArgument");
  list({1, 9999});
  EXPECT_EQ(code_of(complete()), "InvalidPart");
  list({1, 2});
  listed()[1].e_tag = "ffffffffffffffffffffffffffffffff";
  EXPECT_EQ(code_of(complete()), "InvalidPart");
  input_.multipart_upload.reset();
  EXPECT_EQ(code_of(complete()), "MalformedXML");
}

TEST_F(UploadCompletion, OnlyTheLastPartMayBeSmall) {
  make_upload(ChecksumAlgorithm::crc64nvme, ChecksumType::full_object, false);
  uploaded_[0].size = k_part_bytes_min - 1;
  EXPECT_EQ(code_of(complete()), "EntityTooSmall");
  list({1});
  EXPECT_TRUE(complete());
}

TEST_F(UploadCompletion, ChecksTheCompositeChecksum) {
  make_upload(ChecksumAlgorithm::sha256, ChecksumType::composite, true);
  EXPECT_EQ(code_of(complete()), "InvalidRequest") << "each part wants its checksum";
  for (std::size_t i = 0; i < 3; ++i) listed()[i].checksum_sha256 = uploaded_[i].checksum.value;
  auto whole = complete();
  ASSERT_TRUE(whole);
  std::string digests;
  for (const auto& piece : pieces_) digests += aws::checksum_of(ChecksumAlgorithm::sha256, piece);
  const auto bare = to_base64(aws::checksum_of(ChecksumAlgorithm::sha256, digests));
  EXPECT_EQ(whole->checksum.value, bare + "-3");
  for (const auto& sent : {bare, bare + "-3"}) {
    input_.checksum_sha256 = sent;
    EXPECT_TRUE(complete());
  }
  input_.checksum_sha256 = "bad";
  EXPECT_EQ(code_of(complete()), "BadDigest");
  input_.checksum_sha256.reset();
  input_.checksum_type = "FULL_OBJECT";
  EXPECT_EQ(code_of(complete()), "BadDigest");
  input_.checksum_type.reset();
  listed()[1].checksum_sha256 = uploaded_[0].checksum.value;
  EXPECT_EQ(code_of(complete()), "InvalidPart");
}

TEST_F(UploadCompletion, ChecksTheFullObjectsChecksumAndSize) {
  make_upload(ChecksumAlgorithm::crc32c, ChecksumType::full_object, true);
  auto whole = complete();
  ASSERT_TRUE(whole);
  input_.checksum_crc32_c = to_base64(aws::checksum_of(ChecksumAlgorithm::crc32c, pieces_[0] + pieces_[1] + pieces_[2]));
  input_.mpu_object_size = static_cast<std::int64_t>(2 * k_part_bytes_min + 1);
  EXPECT_TRUE(complete());
  input_.mpu_object_size = 1;
  EXPECT_EQ(code_of(complete()), "InvalidRequest");
  input_.mpu_object_size.reset();
  input_.checksum_crc32_c = uploaded_[0].checksum.value;
  EXPECT_EQ(code_of(complete()), "BadDigest");
}

TEST(UploadChecksums, TypesFitTheirAlgorithms) {
  auto preset = plan_upload_checksum(std::nullopt, std::nullopt);
  ASSERT_TRUE(preset);
  EXPECT_EQ(preset->checksum.algorithm, ChecksumAlgorithm::crc64nvme);
  EXPECT_FALSE(preset->asked);
  EXPECT_EQ(plan_upload_checksum("CRC32", std::nullopt)->checksum.type, ChecksumType::composite);
  EXPECT_EQ(plan_upload_checksum("CRC32", "FULL_OBJECT")->checksum.type, ChecksumType::full_object);
  EXPECT_EQ(plan_upload_checksum("CRC64NVME", std::nullopt)->checksum.type, ChecksumType::full_object);
  EXPECT_EQ(code_of(plan_upload_checksum("SHA1", "FULL_OBJECT")), "InvalidRequest");
  EXPECT_EQ(code_of(plan_upload_checksum("CRC64NVME", "COMPOSITE")), "InvalidRequest");
  EXPECT_EQ(code_of(plan_upload_checksum(std::nullopt, "COMPOSITE")), "InvalidRequest");
  EXPECT_EQ(code_of(plan_upload_checksum("ADLER", std::nullopt)), "InvalidRequest");
}

TEST(UploadChecksums, APartCarriesItsUploadsAlgorithm) {
  UploadRecord upload;
  upload.checksum = {ChecksumAlgorithm::sha256, ChecksumType::composite, {}};
  upload.checksum_asked = true;
  SentChecksums crc32{.crc32 = "AAAAAA=="};
  EXPECT_EQ(code_of(plan_part_intake(upload, crc32)), "InvalidRequest");
  EXPECT_EQ(plan_part_intake(upload, {})->algorithm, ChecksumAlgorithm::sha256);
  upload.checksum = {ChecksumAlgorithm::crc64nvme, ChecksumType::full_object, {}};
  upload.checksum_asked = false;
  EXPECT_EQ(plan_part_intake(upload, crc32)->algorithm, ChecksumAlgorithm::crc32);
  EXPECT_EQ(plan_part_intake(upload, {})->inline_bytes_max, 0u);
}

}  // namespace
}  // namespace winterbaume::s3
