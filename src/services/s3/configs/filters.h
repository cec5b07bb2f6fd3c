// The Filter of a rule or configuration: one Prefix, Tag or the like, or an And of several. One check for all the shapes of it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {

// Of a Filter or an And: how many predicates it has of its own.
template <class Filter>
std::size_t predicates_of(const Filter& filter) {
  std::size_t count = filter.prefix ? 1 : 0;
  if constexpr (requires { filter.tag; }) count += filter.tag ? 1 : 0;
  if constexpr (requires { filter.tags; }) count += filter.tags ? filter.tags->size() : 0;
  if constexpr (requires { filter.access_point_arn; }) count += filter.access_point_arn ? 1 : 0;
  if constexpr (requires { filter.object_size_greater_than; }) {
    count += (filter.object_size_greater_than ? 1 : 0) + (filter.object_size_less_than ? 1 : 0);
  }
  return count;
}

template <class Filter>
bool has_tags(const Filter& filter) {
  return filter.tag || (filter.and_ && filter.and_->tags && !filter.and_->tags->empty());
}

// The prefix that objects must have; empty: any.
template <class Filter>
std::string prefix_of(const Filter& filter) {
  if (filter.prefix) return *filter.prefix;
  return filter.and_ ? filter.and_->prefix.value_or("") : std::string();
}

enum class EmptyFilter : bool { refused, allowed };

// Errors: MalformedXML for several predicates outside an And, or fewer than two within; InvalidRequest for a tag's key twice.
template <class Filter>
std::optional<aws::Error> check_filter(const Filter& filter, EmptyFilter empty) {
  const std::size_t count = predicates_of(filter) + (filter.and_ ? 1 : 0);
  if (count > 1 || (count == 0 && empty == EmptyFilter::refused)) return error(ErrorCode::malformed_xml);
  if (!filter.and_) return std::nullopt;
  if (predicates_of(*filter.and_) < 2) return error(ErrorCode::malformed_xml);
  std::set<std::string_view> keys;
  if (!filter.and_->tags) return std::nullopt;
  for (const auto& tag : *filter.and_->tags) {
    if (tag.key && !keys.insert(*tag.key).second) return error(ErrorCode::invalid_request, "Duplicate Tag Keys are not allowed.");
  }
  return std::nullopt;
}

}  // namespace winterbaume::s3
