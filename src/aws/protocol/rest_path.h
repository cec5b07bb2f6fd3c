// Matching a request's path to an operation's.
#pragma once

#include <boost/container/small_vector.hpp>
#include <string_view>

#include "aws/schema.h"

namespace winterbaume::aws {

// A label and its text in the path, still percent-encoded.
struct Label {
  std::string_view name;
  std::string_view text;
};
using Labels = boost::container::small_vector<Label, 4>;

// Whether `path` (percent-encoded, begins with '/') is one of the operation; fills `labels` if so. A label never takes an
// empty text; one slash at the end is overlooked ("/bucket/" is a bucket), but a greedy label keeps it.
bool match_path(std::span<const PathSegment> segments, std::string_view path, Labels& labels);

}  // namespace winterbaume::aws
