#include "services/s3/addressing.h"

#include <algorithm>
#include <array>

#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

// "eu-west-1", "us-gov-east-1".
bool is_region(std::string_view text) {
  const auto dash = text.rfind('-');
  return text.size() > 4 && text[2] == '-' && dash != std::string_view::npos && dash + 2 == text.size() && text.back() >= '0' &&
         text.back() <= '9';
}

enum class Label { other, rest, website, bucketless };

Label label_of(std::string_view label) {
  constexpr std::array<std::string_view, 4> k_rest{"s3", "s3-fips", "s3-accelerate", "s3-external-1"};
  // What stands before these is no bucket's name.
  constexpr std::array<std::string_view, 5> k_bucketless{"s3express-control", "s3-accesspoint", "s3-object-lambda", "s3-outposts",
                                                         "s3-control"};
  if (std::ranges::find(k_rest, label) != k_rest.end()) return Label::rest;
  if (std::ranges::find(k_bucketless, label) != k_bucketless.end()) return Label::bucketless;
  if (label == "s3-website" || (label.starts_with("s3-website-") && is_region(label.substr(11)))) return Label::website;
  if (label.starts_with("s3express-") || (label.starts_with("s3-") && is_region(label.substr(3)))) return Label::rest;
  return Label::other;
}

std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return {};  // an IPv6 address names nothing
  host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

bool is_address_of_machine(std::string_view host) { return host.find_first_not_of("0123456789.") == std::string_view::npos; }

// From the right: a bucket's name may have any label in it.
std::optional<Address> find_by_label(std::string_view host) {
  for (std::size_t end = host.size();;) {
    const auto dot = end == 0 ? std::string_view::npos : host.rfind('.', end - 1);
    const auto begin = dot == std::string_view::npos ? 0 : dot + 1;
    const auto label = label_of(host.substr(begin, end - begin));
    if (label != Label::other) {
      Address address{.by_s3_label = true, .website = label == Label::website};
      if (begin > 0 && label != Label::bucketless) address.bucket = host.substr(0, begin - 1);
      return address;
    }
    if (begin == 0) return std::nullopt;
    end = begin - 1;
  }
}

}  // namespace

Address find_address(std::string_view host, std::span<const std::string> domains) {
  const auto name = without_port(host);
  if (name.empty() || is_address_of_machine(name)) return {};
  const auto lower = to_lower(name);
  if (auto found = find_by_label(lower)) return *found;
  for (const auto& domain : domains) {
    if (lower.size() > domain.size() + 1 && lower.ends_with(domain) && lower[lower.size() - domain.size() - 1] == '.') {
      return {.bucket = lower.substr(0, lower.size() - domain.size() - 1)};
    }
  }
  return {};
}

SplitTarget split_target(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const auto slash = path.find('/');
  const auto name = path.substr(0, slash);
  SplitTarget split{percent_decode(name).value_or(std::string(name))};
  split.has_key = slash != std::string_view::npos && slash + 1 < path.size();
  return split;
}

bool is_well_formed_path(std::string_view path) {
  if (!path.starts_with('/')) return false;
  if (path.find('%') == std::string_view::npos &&
      std::ranges::all_of(path, [](char c) { return static_cast<signed char>(c) > 0; })) {
    return true;
  }
  const auto decoded = percent_decode(path);
  return decoded && is_utf8(*decoded);
}

}  // namespace winterbaume::s3
