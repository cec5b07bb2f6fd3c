#include "emulator/emulator.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <cstdio>
#include <exception>
#include <optional>
#include <utility>

#include "aws/body_rejected.h"
#include "aws/common_errors.h"
#include "aws/dispatch.h"
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

aws::SignaturePlace signature_place(const Caller& caller, const aws::SentCredential& credential) {
  if (caller.anonymous) return aws::SignaturePlace::none;
  return credential.presigned ? aws::SignaturePlace::query : aws::SignaturePlace::header;
}

// Whom the request is of.
void take_caller(aws::RequestContext& context, Caller caller, const http::Request& request) {
  context.scope = std::move(caller.scope);
  context.access_key_id = std::move(caller.access_key_id);
  context.session_token = std::move(caller.session_token);
  context.base_url = base_url(request, context.scope);
}

// What policies may ask for.
void tell_of_caller(aws::RequestContext& context, Caller& caller, const aws::SentCredential& credential,
                    const http::Request& request) {
  context.signature_place = signature_place(caller, credential);
  context.payload_hash = request.headers.get_or("x-amz-content-sha256");
  context.enforced = true;
  context.anonymous = caller.anonymous;
  context.canonical_user_id = std::move(caller.canonical_user_id);
  context.display_name = std::move(caller.display_name);
  context.principal_arn = std::move(caller.principal_arn);
  context.signature = std::move(caller.signature);
  context.peer = request.peer;
  context.user_agent = request.headers.get_or("User-Agent");
  context.referer = request.headers.get_or("Referer");
  context.secure = request.secure;
  context.tls_version = request.tls_version;
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
  AnswerForm form;
  std::optional<aws::Error> error;
  std::string what;
  try {
    if (is_admin_path(request.path())) co_return co_await administer(context, request);
    if (router_.needs_form(request)) co_await request.body.collect(aws::k_body_bytes_max);
    co_return co_await serve(context, request, form);
  } catch (const aws::BodyRejected& rejected) {
    error = rejected.error;
  } catch (const http::BodyTooLarge&) {
    error = aws::errors::request_too_large();
  } catch (const http::BodyBroken& broken) {
    error = aws::errors::malformed_input(broken.what());
  } catch (const StorageFailure& failure) {
    error = aws::errors::service_unavailable();
    what = failure.what();
  } catch (const std::exception& failure) {
    error = aws::errors::internal_failure();
    what = failure.what();
  }
  if (error->shape->status >= 500) failure_log_(context.request_id(), what);
  co_return refuse(context, form, *error);
}

// No coroutine: a small request would feel it.
asio::awaitable<http::Response> Emulator::serve(aws::RequestContext& context, http::Request& request, AnswerForm& form) {
  const auto credential = aws::find_credential(request);
  aws::Service* service = router_.find(request, credential.service);
  if (service == nullptr) return http::at_once(unknown_service(context, credential.service));
  const auto path = request.path();
  context.path = path == "/" ? std::string(path) : percent_decode(path).value_or(std::string(path));
  form = {&service->schema(), aws::protocol_of(service->schema(), request)};
  if (authentication_.verifies()) return serve_verified(context, request, form, *service, credential);
  take_caller(context, Authentication::believe(credential, default_scope_), request);
  return service->handle(context, std::move(request));
}

asio::awaitable<http::Response> Emulator::serve_verified(aws::RequestContext& context, http::Request& request,
                                                         const AnswerForm& form, aws::Service& service,
                                                         aws::SentCredential credential) {
  auto caller = co_await authentication_.verify(credential, request, service.schema(), context, default_scope_);
  if (!caller) co_return refuse(context, form, caller.error());
  tell_of_caller(context, *caller, credential, request);
  take_caller(context, std::move(*caller), request);
  co_return co_await service.handle(context, std::move(request));
}

asio::awaitable<http::Response> Emulator::administer(const aws::RequestContext& context, const http::Request& request) {
  if (auto shown = co_await inspect(request)) co_return inspection_response(std::move(*shown), context.request_id());
  auto asked = admin_action(request);
  if (asked == AdminAction::reset) co_await reset();
  co_return admin_response(asked, health_, context.request_id());
}

asio::awaitable<std::optional<std::string>> Emulator::inspect(const http::Request& request) {
  const auto asked = inspection(request);
  for (auto& service : services_) {
    if (asked && service->schema().name == asked->service) co_return co_await service->inspect(std::string(asked->target));
  }
  co_return std::nullopt;
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

http::Response Emulator::refuse(const aws::RequestContext& context, const AnswerForm& form, const aws::Error& error) {
  if (form.service != nullptr) return aws::encode_error(*form.service, form.protocol, context, error);
  return plain_error(error.shape->status, error.shape->name, error.message, context.request_id());
}

}  // namespace winterbaume
