#include "aws/common_errors.h"
#include "services/sts/operations/operations.h"
#include "services/sts/role_session.h"

namespace winterbaume::sts {
namespace {

constexpr std::int32_t k_chained_duration_seconds_max = 3600;

Result<void> check_chaining(const Principal& caller, std::int32_t duration_seconds) {
  if (caller.session == SessionKind::user_session || !caller.session) return {};
  if (caller.session == SessionKind::federated_user || caller.session == SessionKind::assumed_root) {
    return aws::fail(aws::errors::access_denied("Cannot call AssumeRole with the credentials of " + caller.arn));
  }
  if (duration_seconds <= k_chained_duration_seconds_max) return {};
  return aws::fail(aws::errors::validation(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"));
}

// Once a session has a source identity, every role down the chain has the same.
Result<std::string> source_identity_of(const Principal& caller, const std::optional<std::string>& asked) {
  if (!asked || caller.source_identity.empty()) return asked.value_or(caller.source_identity);
  if (*asked == caller.source_identity) return *asked;
  return aws::fail(
      aws::errors::access_denied("The source identity of this session can't be changed from '" + caller.source_identity + "'."));
}

}  // namespace

Result<void> check_mfa(const std::optional<std::string>& serial_number, const std::optional<std::string>& token_code) {
  if (serial_number.has_value() == token_code.has_value()) return {};
  return aws::fail(aws::errors::access_denied(
      "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."));
}

Result<AssumeRoleResponse> assume_role(const aws::RequestContext& context, IdentityStore& store, AssumeRoleRequest input) {
  constexpr std::int32_t k_duration_seconds_preset = 3600;
  auto role = parse_role_arn(*input.role_arn);
  if (!role) return aws::fail(std::move(role.error()));
  auto caller = store.identify(context);
  auto duration_seconds = input.duration_seconds.value_or(k_duration_seconds_preset);
  if (auto checked = check_chaining(caller, duration_seconds); !checked) return aws::fail(std::move(checked.error()));
  if (auto checked = check_mfa(input.serial_number, input.token_code); !checked) return aws::fail(std::move(checked.error()));
  auto tags = merge_session_tags(caller.transitive_tags, input.tags.value_or(std::vector<Tag>()),
                                 input.transitive_tag_keys.value_or(std::vector<std::string>()));
  if (!tags) return aws::fail(std::move(tags.error()));
  auto packed = pack_session_policies(input.policy, input.policy_arns, tags->all);
  if (!packed) return aws::fail(std::move(packed.error()));
  auto source_identity = source_identity_of(caller, input.source_identity);
  if (!source_identity) return aws::fail(std::move(source_identity.error()));

  auto session = make_role_session(*role, *input.role_session_name);
  session.source_identity = *source_identity;
  session.transitive_tags = std::move(tags->transitive);
  AssumeRoleResponse response;
  response.assumed_role_user = describe_role_session(session);
  response.packed_policy_size = *packed;
  if (!source_identity->empty()) response.source_identity = *source_identity;
  response.credentials = store.issue(std::move(session), std::chrono::seconds(duration_seconds), context,
                                     static_cast<std::size_t>(input.minimum_session_token_size.value_or(0)));
  return response;
}

}  // namespace winterbaume::sts
