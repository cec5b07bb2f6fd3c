#include "services/s3/access/conditions.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "aws/timestamps.h"
#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

namespace ip = boost::asio::ip;

using Compare = bool (*)(std::string_view wanted, std::string_view found);

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}
std::optional<double> seconds(std::string_view text) {
  const auto time = parse_integer(text) ? aws::parse_epoch_seconds(text) : aws::parse_iso8601(text);
  if (!time) return std::nullopt;
  return static_cast<double>(time->time_since_epoch().count());
}

template <auto Read, class Order>
bool ordered(std::string_view wanted, std::string_view found) {
  const auto right = Read(wanted), left = Read(found);
  return left && right && Order{}(*left, *right);
}

struct Block {
  ip::address address;
  int bits = 0;
};
std::optional<Block> parse_block(std::string_view text) {
  const auto slash = text.find('/');
  boost::system::error_code failed;
  auto address = ip::make_address(std::string(text.substr(0, slash)), failed);
  if (failed) return std::nullopt;
  const int width = address.is_v4() ? 32 : 128;
  if (slash == std::string_view::npos) return Block{address, width};
  const auto bits = parse_integer(text.substr(slash + 1));
  if (!bits || *bits < 0 || *bits > width) return std::nullopt;
  return Block{address, static_cast<int>(*bits)};
}

std::string address_bytes(const ip::address& address) {
  std::string bytes;
  if (address.is_v4()) {
    for (auto b : address.to_v4().to_bytes()) bytes.push_back(static_cast<char>(b));
  } else {
    for (auto b : address.to_v6().to_bytes()) bytes.push_back(static_cast<char>(b));
  }
  return bytes;
}

bool in_block(std::string_view wanted, std::string_view found) {
  const auto block = parse_block(wanted), asked = parse_block(found);
  if (!block || !asked) return false;
  auto address = asked->address;
  // A server that listens on both families sees IPv4 peers as mapped addresses.
  if (address.is_v6() && address.to_v6().is_v4_mapped()) address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
  const auto a = address_bytes(address), b = address_bytes(block->address);
  if (a.size() != b.size()) return false;
  const auto whole = static_cast<std::size_t>(block->bits / 8);
  if (a.compare(0, whole, b, 0, whole) != 0) return false;
  const int rest = block->bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<unsigned>(0xff << (8 - rest)) & 0xffU;
  return ((static_cast<unsigned char>(a[whole]) ^ static_cast<unsigned char>(b[whole])) & mask) == 0;
}

bool same(std::string_view wanted, std::string_view found) { return wanted == found; }
bool same_ignoring_case(std::string_view wanted, std::string_view found) { return equals_ignoring_case(wanted, found); }
bool same_bytes(std::string_view wanted, std::string_view found) {
  const auto bytes = from_base64(wanted);
  return bytes && (*bytes == found || from_base64(found) == bytes);
}

bool any_text(std::string_view) { return true; }
bool is_number(std::string_view text) { return number(text).has_value(); }
bool is_date(std::string_view text) { return seconds(text).has_value(); }
bool is_block(std::string_view text) { return parse_block(text).has_value(); }
bool is_bool(std::string_view text) { return equals_ignoring_case(text, "true") || equals_ignoring_case(text, "false"); }
bool is_base64(std::string_view text) { return from_base64(text).has_value(); }

struct Operator {
  std::string_view name;
  Compare compare;  // null: a pattern
  bool negated;
  bool (*valid)(std::string_view value);
};

constexpr Operator k_operators[] = {
    {"StringEquals", same, false, any_text},
    {"StringNotEquals", same, true, any_text},
    {"StringEqualsIgnoreCase", same_ignoring_case, false, any_text},
    {"StringNotEqualsIgnoreCase", same_ignoring_case, true, any_text},
    {"StringLike", nullptr, false, any_text},
    {"StringNotLike", nullptr, true, any_text},
    {"NumericEquals", ordered<number, std::equal_to<>>, false, is_number},
    {"NumericNotEquals", ordered<number, std::equal_to<>>, true, is_number},
    {"NumericLessThan", ordered<number, std::less<>>, false, is_number},
    {"NumericLessThanEquals", ordered<number, std::less_equal<>>, false, is_number},
    {"NumericGreaterThan", ordered<number, std::greater<>>, false, is_number},
    {"NumericGreaterThanEquals", ordered<number, std::greater_equal<>>, false, is_number},
    {"DateEquals", ordered<seconds, std::equal_to<>>, false, is_date},
    {"DateNotEquals", ordered<seconds, std::equal_to<>>, true, is_date},
    {"DateLessThan", ordered<seconds, std::less<>>, false, is_date},
    {"DateLessThanEquals", ordered<seconds, std::less_equal<>>, false, is_date},
    {"DateGreaterThan", ordered<seconds, std::greater<>>, false, is_date},
    {"DateGreaterThanEquals", ordered<seconds, std::greater_equal<>>, false, is_date},
    {"Bool", same_ignoring_case, false, is_bool},
    {"BinaryEquals", same_bytes, false, is_base64},
    {"IpAddress", in_block, false, is_block},
    {"NotIpAddress", in_block, true, is_block},
    {"ArnEquals", nullptr, false, any_text},
    {"ArnLike", nullptr, false, any_text},
    {"ArnNotEquals", nullptr, true, any_text},
    {"ArnNotLike", nullptr, true, any_text},
    {"Null", same_ignoring_case, false, is_bool},
};

const Operator* find_operator(std::string_view name) {
  const auto* found =
      std::ranges::find_if(k_operators, [&](const Operator& row) { return equals_ignoring_case(row.name, name); });
  return found == std::end(k_operators) ? nullptr : found;
}

// ARNs are compared part by part: a star of one part does not reach over a colon into the next.
bool arn_match(std::string_view pattern, std::string_view text, const VariableLookup& lookup) {
  for (int part = 0; part < 5; ++part) {
    const auto p = pattern.find(':'), t = text.find(':');
    if (p == std::string_view::npos || t == std::string_view::npos) return wildcard_match(pattern, text, lookup);
    if (!wildcard_match(pattern.substr(0, p), text.substr(0, t), lookup)) return false;
    pattern.remove_prefix(p + 1);
    text.remove_prefix(t + 1);
  }
  return wildcard_match(pattern, text, lookup);
}

bool value_matches(const Operator& op, std::string_view wanted, std::string_view found, const VariableLookup& lookup,
                   bool variables) {
  static const VariableLookup k_none = [](std::string_view) { return std::optional<std::string>(); };
  if (op.compare == nullptr) {
    // Variables hold colons that part no ARN.
    if (op.name.starts_with("Arn")) {
      if (!variables) return arn_match(wanted, found, k_none);
      if (wanted.find("${") == std::string_view::npos) return arn_match(wanted, found, lookup);
    }
    return variables ? wildcard_match(wanted, found, lookup) : wildcard_match(wanted, found);
  }
  if (!variables || wanted.find("${") == std::string_view::npos) return op.compare(wanted, found);
  const auto expanded = expand_variables(wanted, lookup);
  return expanded && op.compare(*expanded, found);
}

}  // namespace

std::optional<PolicyCondition> parse_operator(std::string_view name) {
  PolicyCondition condition;
  if (name.starts_with("ForAnyValue:")) condition.for_any = true;
  if (name.starts_with("ForAllValues:")) condition.for_all = true;
  if (condition.for_any || condition.for_all) name.remove_prefix(name.find(':') + 1);
  if (name.ends_with("IfExists")) {
    condition.if_exists = true;
    name.remove_suffix(std::string_view("IfExists").size());
  }
  const auto* found = find_operator(name);
  if (found == nullptr || (found->name == "Null" && condition.if_exists)) return std::nullopt;
  condition.base = found->name;
  return condition;
}

bool valid_values(const PolicyCondition& condition) {
  const auto* op = find_operator(condition.base);
  return op != nullptr && !condition.values.empty() && std::ranges::all_of(condition.values, [&](const std::string& value) {
           return value.find("${") != std::string::npos || op->valid(value);
         });
}

bool condition_holds(const PolicyCondition& condition, const TextPairs& keys, const VariableLookup& lookup, bool variables) {
  const auto* op = find_operator(condition.base);
  if (op == nullptr) return false;
  bool there = false, any = false, all = true;
  for (const auto& [key, found] : keys) {
    if (!equals_ignoring_case(key, condition.key)) continue;
    there = true;
    const bool listed = std::ranges::any_of(
        condition.values, [&](const std::string& wanted) { return value_matches(*op, wanted, found, lookup, variables); });
    const bool holds = listed != op->negated;
    any = any || holds;
    all = all && holds;
  }
  if (op->name == "Null") {
    return std::ranges::any_of(condition.values, [&](const auto& v) { return equals_ignoring_case(v, "true") != there; });
  }
  if (!there) return condition.if_exists || condition.for_all || (op->negated && !condition.for_any);
  if (condition.for_any) return any;
  return condition.for_all || op->negated ? all : any;
}

std::optional<int> prefix_length(std::string_view block) {
  const auto parsed = parse_block(block);
  if (!parsed) return std::nullopt;
  return parsed->bits;
}

std::string_view address_of(std::string_view peer) {
  auto address = peer.substr(0, peer.rfind(':'));
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  return address;
}

}  // namespace winterbaume::s3
