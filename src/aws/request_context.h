// What a handler knows of the request that it answers, beside its typed input.
#pragma once

#include <array>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/ids.h"
#include "core/scope.h"

namespace winterbaume::http {
class Connection;
}

namespace winterbaume::aws {

struct VerifiedSignature;  // aws/sigv4_verify.h

// Where a request carries its signature.
enum class SignaturePlace : std::uint8_t { none, header, query, form };

struct RequestContext {
  std::array<char, 36> request_id_text{};
  Scope scope;                    // account and region of the caller's credential
  std::string access_key_id;      // empty for an anonymous request
  std::string session_token;      // X-Amz-Security-Token, or empty
  bool enforced = false;          // signatures are verified: policies and ACLs decide
  bool anonymous = false;         // enforced, and the request carried no signature
  std::string canonical_user_id;  // of the caller's account, 64 hexadecimal digits or as configured; empty if anonymous
  std::string display_name;       // of the caller's account
  std::string principal_arn;      // "arn:aws:iam::123456789012:user/alice"; empty if anonymous
  std::shared_ptr<const VerifiedSignature> signature;  // null where none was verified
  // Of the request's sender, as policies may ask for it; filled in only where `enforced`.
  std::string peer;              // "address:port"
  std::string user_agent;        // as sent
  std::string referer;           // as sent
  bool secure = false;           // by TLS
  std::string_view tls_version;  // "1.3"; empty where not secure
  SignaturePlace signature_place = SignaturePlace::none;
  std::string payload_hash;                // x-amz-content-sha256 as sent
  std::string base_url;                    // "http://<Host header>", where the caller reached us
  std::string path;                        // the request's path, percent-decoded ("/123456789012/orders")
  TimePoint now;                           // when the request came, by the service's clock
  Clock* clock = nullptr;                  // never null in a handler
  Ids* ids = nullptr;                      // never null in a handler
  http::Connection* connection = nullptr;  // null in process

  std::string_view request_id() const { return {request_id_text.data(), request_id_text.size()}; }
};

}  // namespace winterbaume::aws
