// Finds the place of each version among its key's, from a listing of versions as it comes.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "services/s3/lifecycle/lifecycle_rules.h"

namespace winterbaume::s3 {

struct PlacedVersion {
  FoundObject object;
  VersionPlace place;
};

// Versions go in as they are listed: by key, each key's newest first. A latest delete marker is held back until it is known
// whether it is alone.
class VersionPlaces {
 public:
  std::vector<PlacedVersion> add(FoundObject version) {
    std::vector<PlacedVersion> placed;
    const bool same_key = version.key == key_;
    if (held_) {
      if (!same_key) placed.push_back({std::move(*held_), {.only = true}});
      held_.reset();
    }
    if (!same_key) noncurrent_ = 0;
    key_ = version.key;
    const auto since = std::exchange(successor_modified_, version.record.modified);
    if (version.latest && version.record.delete_marker) {
      held_ = std::move(version);
    } else if (version.latest) {
      placed.push_back({std::move(version), {}});
    } else {
      placed.push_back({std::move(version), {.only = false, .noncurrent_since = since, .newer_noncurrent = noncurrent_++}});
    }
    return placed;
  }
  // After the last version.
  std::optional<PlacedVersion> finish() {
    if (!held_) return std::nullopt;
    return PlacedVersion{std::move(*held_), {.only = true}};
  }

 private:
  std::string key_;  // keys are never empty
  TimePoint successor_modified_{};
  std::int32_t noncurrent_ = 0;
  std::optional<FoundObject> held_;
};

}  // namespace winterbaume::s3
