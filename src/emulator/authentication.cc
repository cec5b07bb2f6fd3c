#include "emulator/authentication.h"

#include "aws/protocol/protocol.h"
#include "aws/sigv4_errors.h"

namespace winterbaume {
namespace {

// Bodies that are compared with their hash are held whole; the largest request of a service that has no streams is DynamoDB's
// and SQS's of some MiB.
constexpr std::uint64_t k_hashed_body_bytes_max = 64 * 1024 * 1024;

bool speaks_rest_xml(const aws::ServiceSchema& service) { return service.protocols.front() == aws::ProtocolKind::rest_xml; }

// Operations by which a caller gets its credentials need none: AssumeRoleWithWebIdentity, AssumeRoleWithSAML.
bool is_anonymous(const aws::ServiceSchema& service, const aws::RequestContext& context, const http::Request& request) {
  const auto route = aws::find_route(service, context, request);
  return route.operation != nullptr && route.operation->anonymous;
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
  if (!speaks_rest_xml(service)) co_await request.body.collect(k_hashed_body_bytes_max);
  if (credential.scheme == aws::SignatureScheme::none && is_anonymous(service, context, request))
    co_return believe(credential, fallback);
  auto verified = verifier_->verify(request, credential, context.now);
  if (!verified) co_return aws::fail(aws::auth_error(verified.error(), speaks_rest_xml(service)));
  Caller caller = believe(credential, fallback);
  caller.scope.account_id = verified->key->account_id;
  co_return caller;
}

}  // namespace winterbaume
