#include "aws/query_string.h"

#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

QueryString::Iterator& QueryString::Iterator::operator++() {
  while (!rest_.empty()) {
    auto end = rest_.find('&');
    auto piece = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
    if (piece.empty()) continue;
    auto equals = piece.find('=');
    pair_.name = piece.substr(0, equals);
    pair_.value = equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1);
    at_end_ = false;
    return *this;
  }
  at_end_ = true;
  return *this;
}

std::optional<std::string_view> QueryString::find(std::string_view name) const {
  for (const auto& pair : *this) {
    if (spells(pair.name, name)) return pair.value;
  }
  return std::nullopt;
}

std::optional<std::string> QueryString::find_decoded(std::string_view name) const {
  auto value = find(name);
  if (!value) return std::nullopt;
  auto decoded = percent_decode(*value, true);
  return decoded ? std::move(*decoded) : std::string(*value);
}

bool spells(std::string_view encoded, std::string_view plain) {
  std::size_t at = 0;
  for (char wanted : plain) {
    if (at >= encoded.size()) return false;
    char c = encoded[at++];
    if (c == '%' && at + 1 < encoded.size()) {
      int high = hex_value(encoded[at]);
      int low = hex_value(encoded[at + 1]);
      if (high >= 0 && low >= 0) {
        c = static_cast<char>(high << 4 | low);
        at += 2;
      }
    }
    if (c != wanted) return false;
  }
  return at == encoded.size();
}

}  // namespace winterbaume::aws
