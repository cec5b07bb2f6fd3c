#include "services/dynamodb/items/key_hash.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/digest.h"
#include "services/dynamodb/items/attribute_value.h"
#include "services/dynamodb/items/number.h"

namespace winterbaume::dynamodb {
namespace {

std::uint32_t hash_of(const AttributeValue& value) {
  KeyHasher hasher;
  hasher.add(value.view());
  return hasher.finish();
}
std::uint32_t hash_of_string(std::string_view text) { return hash_of(AttributeValue::of_string(text)); }
std::uint32_t hash_of_number(std::string_view text) { return hash_of(AttributeValue::of_number(*Number::parse(text))); }

// The hash of a number whose bytes are these.
std::uint32_t hash_of_bytes(std::string_view bytes) { return hash_of(AttributeValue::of_binary(bytes)); }

TEST(KeyHash, IsMd5OverASeed) {
  EXPECT_EQ(hash_of_string("A"), 0x0cb5bbe4U);
  EXPECT_EQ(hash_of_string("B"), 0x2a5fbc3cU);
  EXPECT_EQ(hash_of_bytes("A"), hash_of_string("A"));
}

// Verified on AWS by moto's tests of Scan and of imports.
TEST(KeyHash, IsInAwsOrder) {
  EXPECT_LT(hash_of_string("A"), hash_of_string("B"));
  EXPECT_LT(hash_of_string("msg1"), hash_of_string("msg2"));
}

TEST(KeyHash, OfNumbersIsOverTheirPairsOfDigits) {
  EXPECT_EQ(hash_of_number("0"), hash_of_bytes("\x80"));
  EXPECT_EQ(hash_of_number("1"), hash_of_bytes("\xc1\x02"));
  EXPECT_EQ(hash_of_number("10"), hash_of_bytes("\xc1\x0b"));
  EXPECT_EQ(hash_of_number("100"), hash_of_bytes("\xc2\x02"));
  EXPECT_EQ(hash_of_number("123"), hash_of_bytes("\xc2\x02\x18"));
  EXPECT_EQ(hash_of_number("0.5"), hash_of_bytes("\xc0\x33"));
  EXPECT_EQ(hash_of_number("0.001"), hash_of_bytes("\xbf\x0b"));
  EXPECT_EQ(hash_of_number("-1"), hash_of_bytes("\x3e\x64\x66"));
  EXPECT_EQ(hash_of_number("-123"), hash_of_bytes("\x3d\x64\x4e\x66"));
}

TEST(KeyHash, DoesNotCareHowANumberIsWritten) {
  EXPECT_EQ(hash_of_number("1.50"), hash_of_number("1.5"));
  EXPECT_EQ(hash_of_number("1E3"), hash_of_number("1000"));
}

}  // namespace
}  // namespace winterbaume::dynamodb
