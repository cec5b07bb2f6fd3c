#include <algorithm>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "services/sts/operations/operations.h"
#include "services/sts/role_session.h"
#include "services/sts/saml_assertion.h"

namespace winterbaume::sts {
namespace {

constexpr std::string_view k_provider_resource = "saml-provider/";

bool offers(const SamlAssertion& assertion, const AssumeRoleWithSAMLRequest& input) {
  return std::ranges::any_of(assertion.roles, [&](const SamlAssertion::RolePair& pair) {
    return pair.role_arn == *input.role_arn && pair.provider_arn == *input.principal_arn;
  });
}

// The shorter of what the caller and the assertion ask for (AWS, AssumeRoleWithSAML).
std::chrono::seconds duration_of(const SamlAssertion& assertion, const AssumeRoleWithSAMLRequest& input) {
  constexpr std::int64_t k_duration_seconds_preset = 3600;
  constexpr std::int64_t k_duration_seconds_min = 900;
  constexpr std::int64_t k_duration_seconds_max = 43'200;
  std::int64_t asked = input.duration_seconds.value_or(k_duration_seconds_preset);
  if (!assertion.duration_seconds) return std::chrono::seconds(asked);
  auto allowed = std::clamp(*assertion.duration_seconds, k_duration_seconds_min, k_duration_seconds_max);
  return std::chrono::seconds(input.duration_seconds ? std::min(asked, allowed) : allowed);
}

}  // namespace

Result<AssumeRoleWithSAMLResponse> assume_role_with_saml(const aws::RequestContext& context, IdentityStore& store,
                                                         AssumeRoleWithSAMLRequest input) {
  auto role = parse_role_arn(*input.role_arn);
  if (!role) return aws::fail(std::move(role.error()));
  auto provider = aws::parse_arn(*input.principal_arn);
  if (!provider || provider->service != "iam" || !provider->resource.starts_with(k_provider_resource)) {
    return aws::fail(aws::errors::validation("Request ARN is invalid"));
  }
  auto assertion = parse_saml_assertion(*input.saml_assertion, context.now);
  if (!assertion) return aws::fail(std::move(assertion.error()));
  if (!offers(*assertion, input))
    return aws::fail(aws::errors::access_denied("Not authorized to perform sts:AssumeRoleWithSAML"));
  auto packed = pack_session_policies(input.policy, input.policy_arns, {});
  if (!packed) return aws::fail(std::move(packed.error()));

  auto session = make_role_session(*role, assertion->role_session_name);
  session.source_identity = assertion->source_identity;
  AssumeRoleWithSAMLResponse response;
  response.assumed_role_user = describe_role_session(session);
  response.packed_policy_size = *packed;
  if (!session.source_identity.empty()) response.source_identity = session.source_identity;
  response.name_qualifier =
      saml_name_qualifier(assertion->issuer, provider->account_id, provider->resource.substr(k_provider_resource.size()));
  response.credentials = store.issue(std::move(session), duration_of(*assertion, input), context,
                                     static_cast<std::size_t>(input.minimum_session_token_size.value_or(0)));
  response.subject = std::move(assertion->subject);
  response.subject_type = std::move(assertion->subject_type);
  response.issuer = std::move(assertion->issuer);
  response.audience = std::move(assertion->recipient);
  return response;
}

}  // namespace winterbaume::sts
