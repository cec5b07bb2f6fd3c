#include "emulator/router.h"

#include <algorithm>

#include "aws/query_string.h"
#include "aws/schema.h"
#include "aws/sigv4.h"
#include "core/bytes.h"

namespace winterbaume {
namespace {

bool speaks_query(const aws::ServiceSchema& schema) {
  return std::ranges::find(schema.protocols, aws::ProtocolKind::query) != schema.protocols.end();
}

// "sqs" in "sqs.us-east-1.amazonaws.com", "sqs.localhost:5555"; "streams.dynamodb" in "streams.dynamodb.us-east-1…".
bool host_begins_with(std::string_view host, std::string_view prefix) {
  return host.size() > prefix.size() && host[prefix.size()] == '.' && equals_ignoring_case(host.substr(0, prefix.size()), prefix);
}

// SQS's first hosts: "queue.amazonaws.com" and "us-east-1.queue.amazonaws.com".
bool is_legacy_queue_host(std::string_view host) {
  auto at = to_lower(host).find("queue.amazonaws.com");
  return at == 0 || (at != std::string::npos && host[at - 1] == '.');
}

bool is_form(const http::Request& request) {
  constexpr std::string_view k_form = "application/x-www-form-urlencoded";
  return equals_ignoring_case(request.headers.get_or("Content-Type").substr(0, k_form.size()), k_form);
}

}  // namespace

aws::Service* Router::by_target(std::string_view target) const {
  auto prefix = target.substr(0, target.find('.'));
  for (auto* service : services_) {
    if (!prefix.empty() && service->schema().target_prefix == prefix) return service;
  }
  return nullptr;
}

aws::Service* Router::by_signing_name(std::string_view signing_name) const {
  for (auto* service : services_) {
    if (!signing_name.empty() && service->schema().signing_name == signing_name) return service;
  }
  for (auto* service : services_) {
    if (!signing_name.empty() && service->has_signing_alias(signing_name)) return service;
  }
  return nullptr;
}

aws::Service* Router::by_claim(const http::Request& request, aws::Claim least) const {
  for (auto* service : services_) {
    if (service->claim(request) >= least) return service;
  }
  return nullptr;
}

aws::Service* Router::by_host(std::string_view host) const {
  for (auto* service : services_) {
    const auto& schema = service->schema();
    if (host_begins_with(host, schema.endpoint_prefix)) return service;
    if (schema.endpoint_prefix == "sqs" && is_legacy_queue_host(host)) return service;
  }
  return nullptr;
}

aws::Service* Router::by_action(const http::Request& request) const {
  auto action = aws::QueryString(request.query()).find_decoded("Action");
  if (!action && request.method == http::Method::post && request.body.in_memory())
    action = aws::QueryString(request.body.bytes()).find_decoded("Action");
  if (!action) return nullptr;
  for (auto* service : services_) {
    if (speaks_query(service->schema()) && aws::find_operation(service->schema(), *action) != nullptr) return service;
  }
  return nullptr;
}

bool Router::needs_form(const http::Request& request) const {
  if (request.method != http::Method::post || request.body.in_memory() || !is_form(request)) return false;
  if (request.headers.find("X-Amz-Target") || !aws::find_credential(request).service.empty()) return false;
  if (aws::QueryString(request.query()).find_decoded("Action")) return false;
  return by_claim(request, aws::Claim::certain) == nullptr && by_host(request.headers.get_or("Host")) == nullptr;
}

aws::Service* Router::find(const http::Request& request, std::string_view signing_name) const {
  if (auto target = request.headers.find("X-Amz-Target")) {
    if (auto* service = by_target(*target)) return service;
  }
  if (auto* service = by_signing_name(signing_name)) return service;
  if (!signing_name.empty()) return nullptr;  // signed for a service that isn't here: no guess is better than that
  if (auto* service = by_claim(request, aws::Claim::certain)) return service;
  if (auto* service = by_host(request.headers.get_or("Host"))) return service;
  if (auto* service = by_action(request)) return service;
  return by_claim(request, aws::Claim::otherwise_unclaimed);
}

}  // namespace winterbaume
