// What a bucket's lifecycle rules say of a version, at a time (Amazon S3 User Guide, "Managing the lifecycle of objects" and
// "Lifecycle configuration elements").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generated/s3/types.h"
#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

// When a rule's days are over: rounded up to the next midnight UTC, unless the day was shortened.
TimePoint after_days(TimePoint from, std::int32_t days, std::chrono::seconds day);

// What the rules are judged by.
struct LifecycleView {
  const std::vector<LifecycleRule>& rules;
  TimePoint now;
  std::chrono::seconds day{86'400};
  bool any_size_moves = false;  // TransitionDefaultMinimumObjectSize is varies_by_storage_class
  bool ignore_tags = false;     // the record has none yet: a rule that asks for tags is taken to apply
};

// Where a version stands among those of its key.
struct VersionPlace {
  bool only = false;                  // there is no other
  TimePoint noncurrent_since{};       // of one that is not the latest: when its successor came
  std::int32_t newer_noncurrent = 0;  // the same: how many noncurrent ones are newer
};

struct LifecycleAction {
  enum class Kind : std::uint8_t { none, expire, move };
  Kind kind = Kind::none;
  std::string storage_class;  // of a move
};
// An expiration comes before a move; of several moves the one to the coldest class is made. A delete marker that is alone goes by
// a rule for such, or by the days of an expiration; another latest one stays.
LifecycleAction judge(const LifecycleView& view, const FoundObject& version, const VersionPlace& place);

// The earliest time at which a rule lets the latest version expire.
struct Expiry {
  TimePoint at{};
  std::string rule_id;
};
std::optional<Expiry> find_expiry(const LifecycleView& view, const FoundObject& version);
// The same of an incomplete upload.
std::optional<Expiry> find_abort(const LifecycleView& view, std::string_view key, TimePoint initiated);

}  // namespace winterbaume::s3
