#include "core/md5_stream.h"

#include <gtest/gtest.h>

#include <string>

#include "core/bytes.h"
#include "core/digest.h"

namespace winterbaume {
namespace {

std::string some_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t seed = 1;
  for (auto& c : bytes) c = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
  return bytes;
}

std::string openssl_md5(std::string_view bytes) {
  DigestStream stream(DigestAlgorithm::md5);
  stream.update(bytes);
  return to_hex(stream.finish());
}

TEST(Md5StreamTest, HasTheDigestsOfTheRfc) {
  const std::pair<const char*, const char*> known[] = {{"", "d41d8cd98f00b204e9800998ecf8427e"},
                                                       {"a", "0cc175b9c0f1b6a831c399e269772661"},
                                                       {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"}};
  for (const auto& [text, digest] : known) {
    Md5Stream stream;
    stream.update(text);
    EXPECT_EQ(to_hex(as_bytes(stream.finish())), digest);
  }
}

TEST(Md5StreamTest, AgreesWithOpenSslAtEveryLengthAndCut) {
  const auto bytes = some_bytes(300);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const auto text = std::string_view(bytes).substr(0, size);
    for (std::size_t cut : {std::size_t{0}, size / 3, size / 2}) {
      Md5Stream stream;
      stream.update(text.substr(0, cut));
      stream.update(text.substr(cut));
      ASSERT_EQ(to_hex(as_bytes(stream.finish())), openssl_md5(text)) << size << ' ' << cut;
    }
  }
}

TEST(Md5StreamTest, BothWaysToTakeBlocksAgree) {
  if (!md5_has_wide_blocks()) GTEST_SKIP() << "this machine has no AVX-512";
  const auto bytes = some_bytes(64 * 1000 + 1);
  std::array<std::uint32_t, 4> plain{1, 2, 3, 4}, wide = plain;
  md5_plain_blocks(plain, bytes.data() + 1, 1000);
  md5_wide_blocks(wide, bytes.data() + 1, 1000);
  EXPECT_EQ(plain, wide);
}

}  // namespace
}  // namespace winterbaume
