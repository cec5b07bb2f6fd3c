// STS's operations: typed request in, typed result or error out. None of them waits. The dispatch table (sts_service.cc) names
// each once; `context` and the store live until the answer is made, required members are there (the decoder saw to it).
#pragma once

#include "aws/error.h"
#include "aws/request_context.h"
#include "generated/sts/operations.h"
#include "services/sts/identity_store.h"

namespace winterbaume::sts {

using aws::Result;

Result<AssumeRoleResponse> assume_role(const aws::RequestContext& context, IdentityStore& store, AssumeRoleRequest input);
Result<AssumeRoleWithSAMLResponse> assume_role_with_saml(const aws::RequestContext& context, IdentityStore& store,
                                                         AssumeRoleWithSAMLRequest input);
Result<AssumeRoleWithWebIdentityResponse> assume_role_with_web_identity(const aws::RequestContext& context, IdentityStore& store,
                                                                        AssumeRoleWithWebIdentityRequest input);
Result<AssumeRootResponse> assume_root(const aws::RequestContext& context, IdentityStore& store, AssumeRootRequest input);
Result<DecodeAuthorizationMessageResponse> decode_authorization_message(const aws::RequestContext& context, IdentityStore& store,
                                                                        DecodeAuthorizationMessageRequest input);
Result<GetAccessKeyInfoResponse> get_access_key_info(const aws::RequestContext& context, IdentityStore& store,
                                                     GetAccessKeyInfoRequest input);
Result<GetCallerIdentityResponse> get_caller_identity(const aws::RequestContext& context, IdentityStore& store,
                                                      GetCallerIdentityRequest input);
Result<GetFederationTokenResponse> get_federation_token(const aws::RequestContext& context, IdentityStore& store,
                                                        GetFederationTokenRequest input);
Result<GetSessionTokenResponse> get_session_token(const aws::RequestContext& context, IdentityStore& store,
                                                  GetSessionTokenRequest input);
Result<GetWebIdentityTokenResponse> get_web_identity_token(const aws::RequestContext& context, IdentityStore& store,
                                                           GetWebIdentityTokenRequest input);

// Both or neither: AWS refuses a serial number without a code and the other way about.
Result<void> check_mfa(const std::optional<std::string>& serial_number, const std::optional<std::string>& token_code);

}  // namespace winterbaume::sts
