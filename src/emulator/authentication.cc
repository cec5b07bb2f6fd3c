#include "emulator/authentication.h"

#include "aws/canonical_user.h"
#include "aws/protocol/protocol.h"
#include "aws/sigv4_errors.h"
#include "core/bytes.h"

namespace winterbaume {
namespace {

// Bodies that are compared with their hash are held whole; the largest request of a service that has no streams is DynamoDB's
// and SQS's of some MiB.
constexpr std::uint64_t k_hashed_body_bytes_max = 64 * 1024 * 1024;

bool speaks_rest_xml(const aws::ServiceSchema& service) { return service.protocols.front() == aws::ProtocolKind::rest_xml; }

// Operations by which a caller gets its credentials need none: AssumeRoleWithWebIdentity, AssumeRoleWithSAML.
// Of a service that speaks JSON alone, whose operations are POSTed: health checks and preflights carry no signature.
bool is_no_operation(const aws::ServiceSchema& service, const http::Request& request) {
  const bool looks = request.method == http::Method::get || request.method == http::Method::options;
  return looks && std::ranges::all_of(service.protocols, [](aws::ProtocolKind kind) {
           return kind == aws::ProtocolKind::json_1_0 || kind == aws::ProtocolKind::json_1_1;
         });
}

bool is_anonymous(const aws::ServiceSchema& service, const aws::RequestContext& context, const http::Request& request) {
  if (is_no_operation(service, request)) return true;
  const auto route = aws::find_route(service, context, request);
  return route.operation != nullptr && route.operation->anonymous;
}

// S3 takes requests of nobody. A browser's preflight carries the signature of the request that it asks about, and not its own.
bool may_be_anonymous(const aws::SentCredential& credential, const http::Request& request) {
  if (credential.scheme == aws::SignatureScheme::none || request.method == http::Method::options) return true;
  const auto header = request.headers.find("Authorization");
  return header && trim(*header).empty();
}

// Of no account: an anonymous caller owns nothing.
Caller anonymous_caller(const Scope& fallback) {
  Caller caller;
  caller.scope.region = fallback.region;
  caller.anonymous = true;
  return caller;
}

}  // namespace

Caller Authentication::believe(const aws::SentCredential& credential, const Scope& fallback) {
  Caller caller;
  caller.scope.account_id = aws::account_of_issued_key(credential.access_key_id).value_or(fallback.account_id);
  caller.scope.region = credential.region.empty() ? fallback.region : std::string(credential.region);
  caller.access_key_id = credential.access_key_id;
  caller.session_token = credential.session_token;
  return caller;
}

asio::awaitable<aws::Result<Caller>> Authentication::verify(aws::SentCredential credential, http::Request& request,
                                                            const aws::ServiceSchema& service, const aws::RequestContext& context,
                                                            Scope fallback) const {
  const bool s3 = speaks_rest_xml(service);
  if (!s3) co_await request.body.collect(k_hashed_body_bytes_max);
  if (s3 && may_be_anonymous(credential, request)) co_return anonymous_caller(fallback);
  if (credential.scheme == aws::SignatureScheme::none && is_anonymous(service, context, request))
    co_return believe(credential, fallback);
  auto verified = verifier_->verify(request, credential, context.now);
  if (!verified) co_return aws::fail(aws::auth_error(verified.error(), s3));
  Caller caller = caller_of(*verified, credential, fallback);
  caller.signature = std::make_shared<const aws::VerifiedSignature>(std::move(*verified));
  co_return caller;
}

// S3 names the account as the configuration does, also to the temporary keys of its sessions.
Caller Authentication::caller_of(const aws::VerifiedSignature& verified, const aws::SentCredential& credential,
                                 const Scope& fallback) const {
  Caller caller = believe(credential, fallback);
  const auto& key = *verified.key;
  caller.scope.account_id = key.account_id;
  caller.access_key_id = key.id;
  caller.principal_arn = key.arn;
  caller.canonical_user_id = key.canonical_id;
  caller.display_name = key.display_name;
  const auto account = keys_->find_key_of_account(key.account_id);
  if (caller.canonical_user_id.empty() && account) caller.canonical_user_id = account->canonical_id;
  if (caller.canonical_user_id.empty()) caller.canonical_user_id = aws::canonical_user_id_of(key.account_id);
  if (caller.display_name.empty() && account) caller.display_name = account->display_name;
  return caller;
}

}  // namespace winterbaume
