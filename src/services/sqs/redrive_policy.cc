#include "services/sqs/redrive_policy.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "core/bytes.h"
#include "generated/sqs/errors.h"
#include "services/sqs/backend_errors.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {
namespace {

using aws::Result;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::string_view k_target = "deadLetterTargetArn";
constexpr std::string_view k_count = "maxReceiveCount";
constexpr std::string_view k_permission = "redrivePermission";
constexpr std::string_view k_sources = "sourceQueueArns";

std::optional<element> find(const object& in, std::string_view key) {
  element value;
  if (in.at_key(key).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

bool has_only(const object& in, std::string_view one, std::string_view other) {
  return std::ranges::all_of(in, [&](auto field) { return field.key == one || field.key == other; });
}

std::optional<std::string_view> as_text(const element& value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

std::optional<std::int64_t> as_count(const element& value) {
  if (auto text = as_text(value)) return parse_integer(*text);
  std::int64_t number = 0;
  if (value.get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

std::string printed(const element& value) {
  if (auto text = as_text(value)) return std::string(*text);
  return simdjson::minify(value);
}

aws::Error invalid_allow_format() {
  return errors::invalid_attribute_value(
      "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as "
      "it\xE2\x80\x99s in an unsupported format.");
}

aws::Error invalid_allow_policy(std::string_view text, std::string_view reason) {
  return aws::errors::invalid_parameter_value(fmt::format(
      "Value {} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. {}", text,
      reason));
}

std::optional<RedriveAllowPolicy::Permission> parse_permission(const std::optional<element>& value) {
  auto text = value ? as_text(*value) : std::nullopt;
  if (!text) return std::nullopt;
  if (*text == "allowAll") return RedriveAllowPolicy::Permission::allow_all;
  if (*text == "denyAll") return RedriveAllowPolicy::Permission::deny_all;
  if (*text == "byQueue") return RedriveAllowPolicy::Permission::by_queue;
  return std::nullopt;
}

// Null where the value is no list of ARNs of SQS queues.
std::optional<std::vector<std::string>> parse_sources(const element& value) {
  simdjson::dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return std::nullopt;
  std::vector<std::string> out;
  for (element item : list) {
    auto text = as_text(item);
    if (!text || !parse_queue_arn(*text)) return std::nullopt;
    out.emplace_back(*text);
  }
  return out;
}

}  // namespace

Result<QueueAttributes::Redrive> parse_redrive_policy(std::string_view text) {
  if (text.empty()) return QueueAttributes::Redrive{};
  simdjson::dom::parser parser;
  object policy;
  if (parser.parse(simdjson::padded_string(text)).get(policy) != simdjson::SUCCESS) {
    return aws::fail(errors::invalid_attribute_value(
        "Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map."));
  }
  auto refuse = [&](std::string_view reason) { return aws::fail(backend_errors::redrive_policy_invalid(text, reason)); };
  auto count_value = find(policy, k_count);
  if (!count_value) return refuse("Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  auto target_value = find(policy, k_target);
  if (!target_value) return refuse("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (!has_only(policy, k_count, k_target)) {
    return refuse("Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].");
  }
  auto count = as_count(*count_value);
  if (!count || !k_max_receive_count.holds(*count)) {
    return refuse(fmt::format("Invalid value for maxReceiveCount: {}, valid values are from 1 to 1000 both inclusive.",
                              printed(*count_value)));
  }
  auto target = as_text(*target_value);
  auto arn = target ? aws::parse_arn(*target) : std::nullopt;
  if (!arn) return refuse("Invalid value for deadLetterTargetArn.");
  if (arn->service != "sqs") return refuse("Only SQS queues are valid resources for deadLetterTargetArn.");
  QueueAttributes::Redrive out{RedrivePolicy{std::string(*target), static_cast<int>(*count)}, std::string(text)};
  if (as_text(*count_value)) {
    out.text = fmt::format(R"({{"deadLetterTargetArn":{},"maxReceiveCount":{}}})", simdjson::minify(*target_value), *count);
  }
  return out;
}

Result<RedriveAllowPolicy> parse_redrive_allow_policy(std::string_view text) {
  simdjson::dom::parser parser;
  object policy;
  bool is_object = parser.parse(simdjson::padded_string(text)).get(policy) == simdjson::SUCCESS;
  if (!is_object || !has_only(policy, k_permission, k_sources)) return aws::fail(invalid_allow_format());
  auto permission = parse_permission(find(policy, k_permission));
  if (!permission) return aws::fail(invalid_allow_format());

  RedriveAllowPolicy out{*permission, {}};
  auto sources_value = find(policy, k_sources);
  if (sources_value) {
    auto sources = parse_sources(*sources_value);
    if (!sources) return aws::fail(invalid_allow_format());
    out.source_queue_arns = std::move(*sources);
  }
  bool by_queue = *permission == RedriveAllowPolicy::Permission::by_queue;
  if (by_queue && out.source_queue_arns.empty()) {
    return aws::fail(invalid_allow_policy(
        text, "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values."));
  }
  if (out.source_queue_arns.size() > k_redrive_allow_sources_max) {
    return aws::fail(invalid_allow_policy(text, "The maximum number of source queue ARNs you can specify is 10."));
  }
  if (!by_queue && sources_value) {
    return aws::fail(
        invalid_allow_policy(text, "To specify one or more source queue ARNs, you must set redrivePermission to byQueue."));
  }
  return out;
}

}  // namespace winterbaume::sqs
