#include "services/dynamodb/vectors/distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace winterbaume::dynamodb {
namespace {

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

double euclidean(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double apart = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += apart * apart;
  }
  return std::sqrt(sum);
}

// Rounding leaves no vector at a distance from itself, and none beyond its opposite.
double cosine(std::span<const float> a, std::span<const float> b) {
  const double lengths = std::sqrt(dot(a, a)) * std::sqrt(dot(b, b));
  if (lengths == 0) return 1;
  if (std::ranges::equal(a, b)) return 0;
  return std::clamp(1 - dot(a, b) / lengths, 0.0, 2.0);
}

double exact_score(DistanceFunction function, std::span<const float> a, std::span<const float> b) {
  if (function == DistanceFunction::cosine) return cosine(a, b);
  return function == DistanceFunction::euclidean ? euclidean(a, b) : dot(a, b);
}

}  // namespace

DistanceFunction read_distance_function(std::string_view name) {
  if (name == "EUCLIDEAN") return DistanceFunction::euclidean;
  return name == "DOT_PRODUCT" ? DistanceFunction::dot_product : DistanceFunction::cosine;
}

double score(DistanceFunction function, std::span<const float> a, std::span<const float> b) {
  constexpr double k_most = std::numeric_limits<float>::max();
  return static_cast<float>(std::clamp(exact_score(function, a, b), -k_most, k_most));
}

bool is_closer(DistanceFunction function, double a, double b) {
  return function == DistanceFunction::dot_product ? a > b : a < b;
}

}  // namespace winterbaume::dynamodb
