// Where state lives: an account in a region.
#pragma once

#include <functional>
#include <string>
#include <tuple>

namespace winterbaume {

struct Scope {
  std::string account_id;  // 12 digits
  std::string region;      // e.g. us-east-1
  friend bool operator==(const Scope&, const Scope&) = default;
  friend auto operator<=>(const Scope&, const Scope&) = default;
};

}  // namespace winterbaume

template <>
struct std::hash<winterbaume::Scope> {
  std::size_t operator()(const winterbaume::Scope& scope) const noexcept {
    return std::hash<std::string>{}(scope.account_id) * 31 + std::hash<std::string>{}(scope.region);
  }
};
