#include "services/sts/sts_service.h"

#include "aws/dispatch.h"
#include "services/sts/identity_store.h"
#include "services/sts/operations/operations.h"

namespace winterbaume::sts {
namespace {

// GetDelegatedAccessToken has no row: its trade-in tokens come from AWS's own products, and none is issued here.
constexpr auto k_handlers =
    aws::handlers<IdentityStore>(
        aws::on<ops::AssumeRole, &assume_role>(), aws::on<ops::AssumeRoleWithSAML, &assume_role_with_saml>(),
        aws::on<ops::AssumeRoleWithWebIdentity, &assume_role_with_web_identity>(), aws::on<ops::AssumeRoot, &assume_root>(),
        aws::on<ops::DecodeAuthorizationMessage, &decode_authorization_message>(),
        aws::on<ops::GetAccessKeyInfo, &get_access_key_info>(), aws::on<ops::GetCallerIdentity, &get_caller_identity>(),
        aws::on<ops::GetFederationToken, &get_federation_token>(), aws::on<ops::GetSessionToken, &get_session_token>(),
        aws::on<ops::GetWebIdentityToken, &get_web_identity_token>())
        .with_body_bytes_max(1 << 20);

}  // namespace

StsService::StsService(std::shared_ptr<const aws::AccessKeyStore> users)
    : store_(std::make_shared<IdentityStore>(std::move(users))) {}

std::unique_ptr<StsService> StsService::make(std::shared_ptr<const aws::AccessKeyStore> users) {
  return std::make_unique<StsService>(std::move(users));
}

std::shared_ptr<const aws::AccessKeyStore> StsService::access_keys() const { return store_; }

const aws::ServiceSchema& StsService::schema() const { return k_service; }

aws::asio::awaitable<http::Response> StsService::handle(const aws::RequestContext& context, http::Request request) {
  return aws::dispatch(k_handlers, context, std::move(request), *store_);
}

aws::asio::awaitable<void> StsService::reset() {
  store_->forget_all();
  co_return;
}

}  // namespace winterbaume::sts
