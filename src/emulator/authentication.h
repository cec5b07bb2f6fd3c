// Who sends a request, and whether its signature is to be believed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "aws/access_key.h"
#include "aws/error.h"
#include "aws/request_context.h"
#include "aws/schema.h"
#include "aws/sigv4_verify.h"
#include "core/clock.h"
#include "core/scope.h"
#include "http/request.h"

namespace winterbaume {

namespace asio = boost::asio;

struct Caller {
  Scope scope;
  std::string access_key_id;
  std::string session_token;
  // With verifies() only.
  bool anonymous = false;
  std::string canonical_user_id;
  std::string display_name;
  std::string principal_arn;
  std::shared_ptr<const aws::VerifiedSignature> signature;
};

// Thread-safe.
class Authentication {
 public:
  // Accepts any credentials, and none: `--auth off`.
  Authentication() = default;
  // Every request must be signed by one of these keys: `--auth verify`. Never null.
  explicit Authentication(std::shared_ptr<const aws::AccessKeyStore> keys)
      : keys_(keys), verifier_(std::make_shared<aws::SignatureVerifier>(std::move(keys))) {}

  bool verifies() const { return verifier_ != nullptr; }

  // Takes the caller at its word. Its account is the one that its key's id tells, its region the one that it signed for;
  // `fallback`'s where there is neither.
  static Caller believe(const aws::SentCredential& credential, const Scope& fallback);

  // Checks the signature, with verifies() only; an unsigned request passes where its operation needs no credentials, and to S3,
  // whose policies decide. The body of any other service is collected: its hash must be compared. Errors: the service's own for a
  // signature that is missing, broken, expired or wrong.
  asio::awaitable<aws::Result<Caller>> verify(aws::SentCredential credential, http::Request& request,
                                              const aws::ServiceSchema& service, const aws::RequestContext& context,
                                              Scope fallback) const;

 private:
  Caller caller_of(const aws::VerifiedSignature& verified, const aws::SentCredential& credential, const Scope& fallback) const;

  std::shared_ptr<const aws::AccessKeyStore> keys_;
  std::shared_ptr<aws::SignatureVerifier> verifier_;
};

}  // namespace winterbaume
