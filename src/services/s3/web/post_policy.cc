#include "services/s3/web/post_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

namespace json = boost::json;
using Kind = FormCondition::Kind;

aws::Error invalid(std::string_view why) {
  return error(ErrorCode::invalid_policy_document, fmt::format("Invalid Policy: {}", why));
}
aws::Error denied(std::string_view why) {
  return error(ErrorCode::access_denied, fmt::format("Invalid according to Policy: {}", why));
}

// ["eq", "$key", "a.txt"], with quotes inside escaped.
std::string printed(std::initializer_list<std::string_view> items) {
  std::string out = "[";
  for (auto item : items) {
    if (out.size() > 1) out += ", ";
    out += json::serialize(json::string(item));
  }
  return out + "]";
}

std::string field_name(std::string_view sent) { return sent.starts_with('$') ? to_lower(sent.substr(1)) : std::string(); }

// {"acl": "private"}: the same as ["eq", "$acl", "private"].
aws::Result<FormCondition> read_simple_condition(const json::object& object) {
  if (object.size() != 1) {
    return aws::fail(invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."));
  }
  const auto& [name, value] = *object.begin();
  if (!value.is_string()) return aws::fail(invalid("Invalid Simple-Condition: value must be a string."));
  const std::string field = "$" + std::string(name);
  const std::string_view text = value.get_string();
  return FormCondition{.field = to_lower(name), .value = std::string(text), .text = printed({"eq", field, text})};
}

// A bound is a whole number, or text that spells one.
std::optional<std::int64_t> read_bound(const json::value& bound) {
  if (const auto* text = bound.if_string()) return parse_integer(*text);
  if (const auto* number = bound.if_int64()) return *number;
  return std::nullopt;
}

aws::Result<FormCondition> read_range(const json::array& items) {
  for (const auto& bound : {items[1], items[2]}) {
    if (!bound.is_string() && !bound.is_int64()) return aws::fail(invalid("Invalid JSON."));
  }
  FormCondition condition{.kind = Kind::content_length_range};
  const auto min = read_bound(items[1]);
  const auto max = read_bound(items[2]);
  condition.readable_sizes = min && max;
  if (min && max) {
    if (*min < 0 || *max < 0) return aws::fail(invalid("Invalid content-length-range: bounds must not be negative."));
    condition.sizes = {static_cast<std::uint64_t>(*min), static_cast<std::uint64_t>(*max)};
  }
  condition.text = fmt::format("[\"content-length-range\", {}, {}]", json::serialize(items[1]), json::serialize(items[2]));
  return condition;
}

aws::Result<FormCondition> read_list_condition(const json::array& items) {
  if (items.empty() || !items[0].is_string()) return aws::fail(invalid("Invalid Condition: missing operation identifier."));
  const std::string operation = to_lower(std::string_view(items[0].get_string()));
  const bool range = operation == "content-length-range";
  if (!range && operation != "eq" && operation != "starts-with") {
    return aws::fail(invalid(fmt::format("Invalid Condition: unknown operation '{}'.", operation)));
  }
  if (items.size() != 3) return aws::fail(invalid(fmt::format("Invalid {}: wrong number of arguments.", operation)));
  if (range) return read_range(items);
  if (!items[1].is_string() || !items[2].is_string()) return aws::fail(invalid("Invalid JSON."));
  const std::string_view name = items[1].get_string();
  const std::string_view value = items[2].get_string();
  return FormCondition{.kind = operation == "eq" ? Kind::equal : Kind::starts_with,
                       .field = field_name(name),
                       .value = std::string(value),
                       .text = printed({operation, name, value})};
}

aws::Result<FormCondition> read_condition(const json::value& condition) {
  if (const auto* object = condition.if_object()) return read_simple_condition(*object);
  if (const auto* items = condition.if_array()) return read_list_condition(*items);
  return aws::fail(invalid("Invalid condition test: must be a List or Object."));
}

// Only in UTC: S3 refuses offsets.
std::optional<TimePoint> read_expiration(const json::value& value) {
  const auto* text = value.if_string();
  if (text == nullptr || !text->ends_with("Z") || text->find('T') == json::string::npos) return std::nullopt;
  return aws::parse_iso8601(*text);
}

bool needs_no_condition(std::string_view field) {
  constexpr std::string_view k_exempt[] = {"policy", "x-amz-signature", "signature", "awsaccesskeyid", "file"};
  const auto name = to_lower(field);
  // A checksum tells of the file itself, which no signer knows beforehand.
  return std::ranges::find(k_exempt, name) != std::end(k_exempt) || name.starts_with("x-ignore-") ||
         name.starts_with("x-amz-checksum-");
}

// S3 takes a condition on a field that was not sent for one that does not hold, even ["starts-with", …, ""].
bool holds(const FormCondition& condition, const FormFields& fields, const std::string& bucket) {
  if (condition.kind == Kind::content_length_range) return condition.readable_sizes;
  const std::string* sent = condition.field == "bucket" ? &bucket : fields.find(condition.field);
  if (sent == nullptr) return false;
  return condition.kind == Kind::equal ? *sent == condition.value : sent->starts_with(condition.value);
}

bool covers(const PostPolicy& policy, std::string_view field) {
  return std::ranges::any_of(policy.conditions, [&](const auto& c) { return equals_ignoring_case(c.field, field); });
}

aws::Result<PostPolicy> read_policy(const json::object& document) {
  PostPolicy policy;
  for (const auto& [name, value] : document) {
    if (name != "expiration" && name != "conditions") return aws::fail(invalid(fmt::format("Unexpected: '{}'", to_lower(name))));
  }
  const auto* expiration = document.if_contains("expiration");
  if (expiration == nullptr) return aws::fail(invalid("Policy missing expiration."));
  const auto until = read_expiration(*expiration);
  if (!until) {
    const auto* text = expiration->if_string();
    return aws::fail(
        invalid(fmt::format("Invalid 'expiration' value: '{}'", text ? std::string_view(*text) : std::string_view())));
  }
  policy.expiration = *until;
  const auto* conditions = document.if_contains("conditions");
  if (conditions == nullptr) return aws::fail(invalid("Policy missing conditions."));
  if (!conditions->is_array()) return aws::fail(invalid("Invalid 'conditions' value: must be a List."));
  for (const auto& item : conditions->get_array()) {
    auto condition = read_condition(item);
    if (!condition) return aws::fail(std::move(condition.error()));
    policy.conditions.push_back(std::move(*condition));
  }
  return policy;
}

}  // namespace

aws::Result<PostPolicy> parse_post_policy(std::string_view base64) {
  const auto text = from_base64(base64);
  if (!text) return aws::fail(invalid("Invalid Base64 encoding."));
  boost::system::error_code failed;
  const auto document = json::parse(*text, failed);
  if (failed || !document.is_object()) return aws::fail(invalid("Invalid JSON."));
  return read_policy(document.get_object());
}

aws::Result<FileSizes> check_post_policy(const PostPolicy& policy, const FormFields& fields, const std::string& bucket,
                                         TimePoint now) {
  if (now > policy.expiration) return aws::fail(denied("Policy expired."));
  FileSizes sizes;
  for (const auto& condition : policy.conditions) {
    if (!holds(condition, fields, bucket)) return aws::fail(denied("Policy Condition failed: " + condition.text));
    if (condition.kind != Kind::content_length_range) continue;
    sizes.min = std::max(sizes.min, condition.sizes.min);
    sizes.max = std::min(sizes.max, condition.sizes.max);
  }
  // The bucket counts as a field, though the form's address names it.
  if (!covers(policy, "bucket")) return aws::fail(denied("Extra input fields: bucket"));
  for (const auto& field : fields) {
    if (!needs_no_condition(field.name) && !covers(policy, field.name)) {
      return aws::fail(denied("Extra input fields: " + field.name));
    }
  }
  return sizes;
}

}  // namespace winterbaume::s3
