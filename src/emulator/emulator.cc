#include "emulator/emulator.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <cstdio>
#include <exception>
#include <utility>

#include "aws/common_errors.h"
#include "aws/protocol/protocol.h"
#include "aws/schema.h"
#include "core/assert.h"
#include "core/bytes.h"
#include "core/failure.h"
#include "emulator/admin.h"

namespace winterbaume {
namespace {

// Where the caller reached us; it is what queue URLs are made of.
std::string base_url(const http::Request& request, const Scope& scope) {
  auto host = request.headers.get_or("Host");
  std::string url(request.secure ? "https://" : "http://");
  if (host.empty()) return url.append("sqs.").append(scope.region).append(".amazonaws.com");
  return url.append(host);
}

void write_to_stderr(std::string_view request_id, std::string_view what) {
  std::fprintf(stderr, "winterbaume: request %.*s failed: %.*s\n", static_cast<int>(request_id.size()), request_id.data(),
               static_cast<int>(what.size()), what.data());
}

}  // namespace

Emulator::Builder Emulator::builder() {
  Builder out;
  out.made_.reset(new Emulator);
  out.made_->failure_log_ = write_to_stderr;
  return out;
}

Emulator::Builder& Emulator::Builder::with_service(std::unique_ptr<aws::Service> service) {
  WB_ASSERT(made_ && service);
  made_->router_.add(service.get());
  made_->services_.push_back(std::move(service));
  return *this;
}

Emulator::Builder& Emulator::Builder::with_clock(std::shared_ptr<Clock> clock) {
  made_->clock_ = std::move(clock);
  return *this;
}

Emulator::Builder& Emulator::Builder::with_ids(std::shared_ptr<Ids> ids) {
  made_->ids_ = std::move(ids);
  return *this;
}

Emulator::Builder& Emulator::Builder::with_default_scope(Scope scope) {
  made_->default_scope_ = std::move(scope);
  return *this;
}

Emulator::Builder& Emulator::Builder::with_authentication(Authentication authentication) {
  made_->authentication_ = std::move(authentication);
  return *this;
}

Emulator::Builder& Emulator::Builder::with_failure_log(FailureLog log) {
  made_->failure_log_ = std::move(log);
  return *this;
}

std::unique_ptr<Emulator> Emulator::Builder::build() {
  made_->health_ = health_document(made_->services_, k_version);
  return std::move(made_);
}

asio::awaitable<http::Response> Emulator::handle(http::Request request) {
  aws::RequestContext context = make_context(request);
  int status = 500;
  std::string what;
  try {
    co_return co_await answer(context, std::move(request));
  } catch (const http::BodyTooLarge&) {
    status = 413;
  } catch (const http::BodyBroken& broken) {
    status = 400;
    what = broken.what();
  } catch (const StorageFailure& failure) {
    status = 503;
    what = failure.what();
  } catch (const std::exception& failure) {
    what = failure.what();
  }
  co_return fault(context, status, what);
}

asio::awaitable<http::Response> Emulator::answer(aws::RequestContext& context, http::Request request) {
  if (is_admin_path(request.path())) co_return co_await administer(context, request);
  co_return co_await serve(context, std::move(request));
}

asio::awaitable<http::Response> Emulator::serve(aws::RequestContext& context, http::Request request) {
  const auto credential = aws::find_credential(request);
  aws::Service* service = router_.find(request, credential.service);
  if (service == nullptr) co_return unknown_service(context, credential.service);
  Caller caller;
  if (authentication_.verifies()) {
    auto verified = co_await authentication_.verify(credential, request, service->schema(), context, default_scope_);
    if (!verified) {
      co_return aws::encode_error(service->schema(), aws::protocol_of(service->schema(), request), context, verified.error());
    }
    caller = std::move(*verified);
  } else {
    caller = Authentication::believe(credential, default_scope_);
  }
  context.scope = std::move(caller.scope);
  context.access_key_id = std::move(caller.access_key_id);
  context.session_token = std::move(caller.session_token);
  context.base_url = base_url(request, context.scope);
  const auto path = request.path();
  context.path = path == "/" ? std::string(path) : percent_decode(path).value_or(std::string(path));
  co_return co_await service->handle(context, std::move(request));
}

asio::awaitable<http::Response> Emulator::administer(const aws::RequestContext& context, const http::Request& request) {
  auto asked = admin_action(request);
  if (asked == AdminAction::reset) co_await reset();
  co_return admin_response(asked, health_, context.request_id());
}

asio::awaitable<void> Emulator::reset() {
  for (auto& service : services_) co_await service->reset();
}

asio::awaitable<void> Emulator::run_background(std::stop_token stop) {
  auto executor = co_await asio::this_coro::executor;
  auto all_ended = std::make_shared<Wakeup>();
  auto running = std::make_shared<std::atomic<std::size_t>>(services_.size());
  for (auto& service : services_) {
    asio::co_spawn(executor, service->run_background(stop), [this, all_ended, running](std::exception_ptr failure) {
      try {
        if (failure) std::rethrow_exception(failure);
      } catch (const std::exception& thrown) {
        failure_log_("background", thrown.what());
      }
      if (running->fetch_sub(1) == 1) all_ended->notify();
    });
  }
  if (!services_.empty()) co_await clock_->wait_until(k_end_of_time, all_ended);
}

aws::RequestContext Emulator::make_context(const http::Request& request) const {
  aws::RequestContext context;
  ids_->uuid().write_text(context.request_id_text);
  context.now = clock_->now();
  context.clock = clock_.get();
  context.ids = ids_.get();
  context.connection = request.connection;
  return context;
}

http::Response Emulator::unknown_service(const aws::RequestContext& context, std::string_view signing_name) const {
  std::string message = signing_name.empty() ? std::string(
                                                   "The request names no service: not by its signature, its host, X-Amz-Target "
                                                   "or Action.")
                                             : fmt::format("The service '{}' is not emulated here.", signing_name);
  message += " Services here:";
  for (const auto& service : services_) message.append(" ").append(service->schema().name);
  return plain_error(signing_name.empty() ? 400 : 501, signing_name.empty() ? "UnknownService" : "NotImplemented", message,
                     context.request_id());
}

http::Response Emulator::fault(const aws::RequestContext& context, int status, std::string_view what) const {
  if (status >= 500) failure_log_(context.request_id(), what);
  switch (status) {
    case 413:
      return plain_error(status, "RequestEntityTooLarge", "The request body is larger than allowed.", context.request_id());
    case 400:
      return plain_error(status, "IncompleteBody", "The request body broke off.", context.request_id());
    case 503:
      return plain_error(status, "ServiceUnavailable", "The storage below the service is unavailable.", context.request_id());
    default:
      return plain_error(status, "InternalFailure", "The request failed because of an internal error.", context.request_id());
  }
}

}  // namespace winterbaume
