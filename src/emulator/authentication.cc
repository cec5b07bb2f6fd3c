#include "emulator/authentication.h"

#include <algorithm>

#include "aws/sigv4_errors.h"

namespace winterbaume {
namespace {

// Bodies that are compared with their hash are held whole; the largest request of a service that has no streams is DynamoDB's
// and SQS's of some MiB.
constexpr std::uint64_t k_hashed_body_bytes_max = 64 * 1024 * 1024;

bool speaks_rest_xml(const aws::ServiceSchema& service) { return service.protocols.front() == aws::ProtocolKind::rest_xml; }

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
                                                            const aws::ServiceSchema& service, Scope fallback,
                                                            TimePoint now) const {
  if (!speaks_rest_xml(service)) co_await request.body.collect(k_hashed_body_bytes_max);
  auto verified = verifier_->verify(request, credential, now);
  if (!verified) co_return aws::fail(aws::auth_error(verified.error(), speaks_rest_xml(service)));
  Caller caller = believe(credential, fallback);
  caller.scope.account_id = verified->key->account_id;
  co_return caller;
}

}  // namespace winterbaume
