#include <fmt/format.h>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "services/sts/operations/operations.h"
#include "services/sts/role_session.h"

namespace winterbaume::sts {

Result<GetFederationTokenResponse> get_federation_token(const aws::RequestContext& context, IdentityStore& store,
                                                        GetFederationTokenRequest input) {
  constexpr std::int32_t k_duration_seconds_preset = 43'200;
  auto caller = store.identify(context);
  if (caller.session) {
    return aws::fail(aws::errors::access_denied("Cannot call GetFederationToken with session credentials"));
  }
  auto tags = merge_session_tags({}, input.tags.value_or(std::vector<Tag>()), {});
  if (!tags) return aws::fail(std::move(tags.error()));
  auto packed = pack_session_policies(input.policy, input.policy_arns, tags->all);
  if (!packed) return aws::fail(std::move(packed.error()));

  Principal user;
  user.account_id = caller.account_id;
  user.arn =
      fmt::format("arn:{}:sts::{}:federated-user/{}", aws::partition_of(context.scope.region), caller.account_id, *input.name);
  user.user_id = fmt::format("{}:{}", caller.account_id, *input.name);
  user.session = SessionKind::federated_user;
  GetFederationTokenResponse response;
  response.federated_user = FederatedUser{user.user_id, user.arn};
  response.packed_policy_size = *packed;
  response.credentials =
      store.issue(std::move(user), std::chrono::seconds(input.duration_seconds.value_or(k_duration_seconds_preset)), context,
                  static_cast<std::size_t>(input.minimum_session_token_size.value_or(0)));
  return response;
}

}  // namespace winterbaume::sts
