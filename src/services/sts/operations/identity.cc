// What STS tells of keys and of the caller itself.
#include "aws/common_errors.h"
#include "generated/sts/errors.h"
#include "services/sts/operations/operations.h"

namespace winterbaume::sts {

Result<GetCallerIdentityResponse> get_caller_identity(const aws::RequestContext& context, IdentityStore& store,
                                                      GetCallerIdentityRequest) {
  auto caller = store.identify(context);
  return GetCallerIdentityResponse{std::move(caller.user_id), std::move(caller.account_id), std::move(caller.arn)};
}

Result<GetAccessKeyInfoResponse> get_access_key_info(const aws::RequestContext&, IdentityStore& store,
                                                     GetAccessKeyInfoRequest input) {
  auto account = store.find_account(*input.access_key_id);
  if (!account) return aws::fail(aws::errors::validation("The access key ID is not one that tells its account."));
  return GetAccessKeyInfoResponse{std::move(*account)};
}

// AWS encodes the reason of some denials. This server denies nothing for want of a permission, so no message is its own.
Result<DecodeAuthorizationMessageResponse> decode_authorization_message(const aws::RequestContext&, IdentityStore&,
                                                                        DecodeAuthorizationMessageRequest) {
  return aws::fail(errors::invalid_authorization_message_exception("The encoded message is not one that was issued here."));
}

// An account can have such tokens only once IAM's EnableOutboundWebIdentityFederation was called, and IAM is not here.
Result<GetWebIdentityTokenResponse> get_web_identity_token(const aws::RequestContext&, IdentityStore&,
                                                           GetWebIdentityTokenRequest) {
  return aws::fail(errors::outbound_web_identity_federation_disabled_exception(
      "Outbound web identity federation is not enabled for this account."));
}

}  // namespace winterbaume::sts
