// The emulator: services behind one spine, handle(). The server calls it for what comes by sockets, a program that links the
// library calls it in process.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "aws/service.h"
#include "core/clock.h"
#include "core/ids.h"
#include "emulator/authentication.h"
#include "emulator/router.h"
#include "http/request.h"
#include "http/response.h"

namespace winterbaume {

inline constexpr std::string_view k_version = "0.1.0";

// Is told of a fault below a service: the id of the request that met it, and what went wrong.
using FailureLog = std::function<void(std::string_view request_id, std::string_view what)>;

// Thread-safe. Immutable once built, but for what its services keep.
class Emulator {
 public:
  class Builder {
   public:
    Builder& with_service(std::unique_ptr<aws::Service> service);
    Builder& with_clock(std::shared_ptr<Clock> clock);            // default: SystemClock
    Builder& with_ids(std::shared_ptr<Ids> ids);                  // default: RandomIds
    Builder& with_default_scope(Scope scope);                     // default: 123456789012, us-east-1
    Builder& with_authentication(Authentication authentication);  // default: any credentials are accepted
    Builder& with_failure_log(FailureLog log);                    // default: a line on stderr
    // Leaves the builder empty.
    std::unique_ptr<Emulator> build();

   private:
    std::unique_ptr<Emulator> made_;
    friend class Emulator;
  };
  static Builder builder();

  // Answers one request: never throws, and never answers without a request id.
  asio::awaitable<http::Response> handle(http::Request request);
  // Forgets everything, in every service.
  asio::awaitable<void> reset();
  // What services do without a request. Run once beside handle(); returns when `stop` is requested and all have ended.
  asio::awaitable<void> run_background(std::stop_token stop);

  const std::vector<std::unique_ptr<aws::Service>>& services() const { return services_; }

 private:
  Emulator() = default;
  // The form in which a request is refused; no service as long as none is found.
  struct AnswerForm {
    const aws::ServiceSchema* service = nullptr;
    aws::ProtocolKind protocol{};
  };
  // Fills in the context and the form; both and the request outlive the answer.
  asio::awaitable<http::Response> serve(aws::RequestContext& context, http::Request& request, AnswerForm& form);
  asio::awaitable<http::Response> serve_verified(aws::RequestContext& context, http::Request& request, const AnswerForm& form,
                                                 aws::Service& service, aws::SentCredential credential);
  asio::awaitable<http::Response> administer(const aws::RequestContext& context, const http::Request& request);
  // The JSON of what a service shows under /_winterbaume/<service>/; null where the request asks for no such thing.
  asio::awaitable<std::optional<std::string>> inspect(const http::Request& request);
  http::Response unknown_service(const aws::RequestContext& context, std::string_view signing_name) const;
  static http::Response refuse(const aws::RequestContext& context, const AnswerForm& form, const aws::Error& error);
  aws::RequestContext make_context(const http::Request& request) const;

  std::shared_ptr<Clock> clock_ = std::make_shared<SystemClock>();
  std::shared_ptr<Ids> ids_ = std::make_shared<RandomIds>();
  Scope default_scope_{"123456789012", "us-east-1"};
  Authentication authentication_;
  FailureLog failure_log_;
  std::vector<std::unique_ptr<aws::Service>> services_;
  Router router_;
  std::string health_;
};

}  // namespace winterbaume
