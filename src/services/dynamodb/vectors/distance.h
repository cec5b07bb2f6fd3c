// How far two vectors are apart (Developer Guide, "Vector search").
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace winterbaume::dynamodb {

enum class DistanceFunction : std::uint8_t { cosine, dot_product, euclidean };
DistanceFunction read_distance_function(std::string_view name);  // as the model has it: "COSINE", …

// Of vectors of one length. Cosine: 0 (alike) to 2 (opposite), 1 where one of them is zero. Summed up in doubles, and then a
// 32-bit float that is never infinite (measured on AWS by dynamodb-conformance).
double score(DistanceFunction function, std::span<const float> a, std::span<const float> b);

// Whether the first score is of the more similar vector: the higher dot product, else the smaller distance.
bool is_closer(DistanceFunction function, double a, double b);

}  // namespace winterbaume::dynamodb
