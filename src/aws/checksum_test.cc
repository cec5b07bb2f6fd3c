#include "aws/checksum.h"

#include <gtest/gtest.h>

#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

struct Known {
  ChecksumAlgorithm algorithm;
  const char* of_123456789;
};

class ChecksumTest : public ::testing::TestWithParam<Known> {};

// The check values that the algorithms' catalogues and reference programs give for "123456789".
INSTANTIATE_TEST_SUITE_P(
    All, ChecksumTest,
    ::testing::Values(Known{ChecksumAlgorithm::crc32, "cbf43926"}, Known{ChecksumAlgorithm::crc32c, "e3069283"},
                      Known{ChecksumAlgorithm::crc64nvme, "ae8b14860a799888"},
                      Known{ChecksumAlgorithm::sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"},
                      Known{ChecksumAlgorithm::sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"},
                      Known{ChecksumAlgorithm::md5, "25f9e794323b453885f5181f1b624d0b"},
                      Known{ChecksumAlgorithm::xxhash64, "8cb841db40e6ae83"}),
    [](const auto& info) { return std::string(checksum_name(info.param.algorithm)); });

TEST_P(ChecksumTest, HasItsCheckValue) {
  EXPECT_EQ(to_hex(checksum_of(GetParam().algorithm, "123456789")), GetParam().of_123456789);
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 100'003; ++i) text += static_cast<char>(i * 7 + i / 251);
  return text;
}

TEST(Checksum, PiecesGiveWhatTheWholeGives) {
  const auto text = long_text();
  for (int i = 1; i <= 10; ++i) {
    const auto algorithm = static_cast<ChecksumAlgorithm>(i);
    auto pieces = make_checksum(algorithm);
    for (std::size_t at = 0, step = 1; at < text.size(); at += step, step = step * 3 % 4099 + 1) {
      pieces->update(std::string_view(text).substr(at, step));
    }
    const auto digest = pieces->finish();
    EXPECT_EQ(digest.size(), checksum_bytes(algorithm));
    EXPECT_EQ(to_hex(digest), to_hex(checksum_of(algorithm, text))) << checksum_name(algorithm);
  }
}

TEST(Checksum, CombinesTheCrcsOfTwoPieces) {
  const auto text = long_text();
  for (auto algorithm : {ChecksumAlgorithm::crc32, ChecksumAlgorithm::crc32c, ChecksumAlgorithm::crc64nvme}) {
    for (std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{65'536}, text.size()}) {
      const auto first = checksum_of(algorithm, text.substr(0, at));
      const auto second = checksum_of(algorithm, text.substr(at));
      EXPECT_EQ(combine_checksums(algorithm, first, second, text.size() - at), checksum_of(algorithm, text)) << at;
    }
  }
  EXPECT_EQ(combine_checksums(ChecksumAlgorithm::sha256, "", "", 0), std::nullopt);
}

TEST(Checksum, IsNamedInHeadersAndLists) {
  EXPECT_EQ(find_checksum_algorithm("crc64Nvme"), ChecksumAlgorithm::crc64nvme);
  EXPECT_EQ(find_checksum_algorithm("CRC16"), std::nullopt);
  EXPECT_EQ(find_checksum_header("X-Amz-Checksum-Sha512"), ChecksumAlgorithm::sha512);
  EXPECT_EQ(find_checksum_header("x-amz-checksum-type"), std::nullopt);
}

}  // namespace
}  // namespace winterbaume::aws
