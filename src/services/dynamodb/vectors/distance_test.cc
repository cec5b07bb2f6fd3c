#include "services/dynamodb/vectors/distance.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace winterbaume::dynamodb {
namespace {

using Pair = std::array<float, 2>;

double scored(std::string_view function, Pair a, Pair b) { return score(read_distance_function(function), a, b); }

TEST(Distance, CosineIsOfDirections) {
  EXPECT_EQ(scored("COSINE", {1, 2}, {1, 2}), 0);
  EXPECT_EQ(scored("COSINE", {1, 0}, {0, 3}), 1);
  EXPECT_EQ(scored("COSINE", {1, 0}, {-5, 0}), 2);
  EXPECT_FLOAT_EQ(static_cast<float>(scored("COSINE", {1, 0}, {0.6F, 0.8F})), 0.4F);
  EXPECT_EQ(scored("COSINE", {0, 0}, {1, 0}), 1);
  EXPECT_EQ(scored("COSINE", {1e-23F, 0}, {1, 0}), 0);  // no zero, though its square were one among 32-bit floats
}

TEST(Distance, EuclideanIsOfPlaces) {
  EXPECT_EQ(scored("EUCLIDEAN", {1, 1}, {4, 5}), 5);
  EXPECT_EQ(scored("EUCLIDEAN", {1, 1}, {1, 1}), 0);
}

TEST(Distance, DotProductsMayBeNegative) { EXPECT_EQ(scored("DOT_PRODUCT", {1, 2}, {3, -4}), -5); }

TEST(Distance, ScoresAreNeverInfinite) {
  constexpr float k_most = std::numeric_limits<float>::max();
  EXPECT_EQ(scored("EUCLIDEAN", {k_most, 0}, {-k_most, 0}), k_most);
  EXPECT_EQ(scored("DOT_PRODUCT", {k_most, 0}, {-k_most, 0}), -k_most);
  EXPECT_EQ(scored("DOT_PRODUCT", {k_most, k_most}, {k_most, -k_most}), 0);
}

TEST(Distance, TheHigherDotProductIsCloserAndTheSmallerDistance) {
  EXPECT_TRUE(is_closer(DistanceFunction::dot_product, 2, 1));
  EXPECT_TRUE(is_closer(DistanceFunction::cosine, 1, 2));
  EXPECT_FALSE(is_closer(DistanceFunction::euclidean, 1, 1));
}

}  // namespace
}  // namespace winterbaume::dynamodb
