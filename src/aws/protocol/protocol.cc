#include "aws/protocol/protocol.h"

#include <algorithm>

#include "aws/common_errors.h"
#include "aws/protocol/json.h"
#include "aws/protocol/response_headers.h"
#include "aws/protocol/rest.h"
#include "aws/protocol/xml_writer.h"
#include "aws/query_string.h"
#include "aws/validate.h"

namespace winterbaume::aws {
namespace {

// Bodies are written here first, so that a long one does not grow step by step; what was larger is given back.
constexpr std::size_t k_kept_answer_bytes = 64 * 1024;

bool is_json(ProtocolKind kind) { return kind == ProtocolKind::json_1_0 || kind == ProtocolKind::json_1_1; }

bool speaks(const ServiceSchema& service, ProtocolKind kind) {
  return std::ranges::find(service.protocols, kind) != service.protocols.end();
}

Route route_json(const ServiceSchema& service, ProtocolKind protocol, const http::Request& request) {
  Route route{.protocol = protocol};
  const std::string_view target = request.headers.get_or("X-Amz-Target");
  const std::size_t dot = target.rfind('.');
  const std::string_view name = dot == std::string_view::npos ? std::string_view() : target.substr(dot + 1);
  if (dot != std::string_view::npos && target.substr(0, dot) == service.target_prefix) {
    route.operation = find_operation(service, name);
  }
  if (route.operation == nullptr) route.error = errors::unknown_operation(name, service.api_version);
  return route;
}

Route route_query(const ServiceSchema& service, const http::Request& request) {
  Route route{.protocol = ProtocolKind::query};
  // Parameters may also come in the URL; those of the body go first.
  const bool whole = route.parameters.add(request.body.bytes()) && route.parameters.add(request.query());
  route.parameters.sort();
  const std::string* action = route.parameters.find("Action");
  if (!whole) {
    route.error = errors::malformed_input("The request's parameters are not well-formed");
  } else if (action == nullptr) {
    route.error = errors::missing_action();
  } else if ((route.operation = find_operation(service, *action)) == nullptr) {
    route.error = errors::unknown_operation(*action, service.api_version);
  }
  return route;
}

// In query the queue's own URL may stand for the parameter that names it (SQS: a POST to the queue).
void fill_from_url(const Call& call, void* input) {
  const auto members = call.operation->input->members;
  const auto member = std::ranges::find(members, call.service->query_url_member, &Member::name);
  if (member == members.end() || member->schema->kind != Kind::string || find(*member, input) != nullptr) return;
  const RequestContext& context = *call.context;
  if (context.path.size() > 1) *static_cast<std::string*>(emplace(*member, input)) = context.base_url + context.path;
}

std::optional<Error> decode(const Call& call, http::Request& request, const QueryParameters& parameters, void* input) {
  switch (call.protocol) {
    case ProtocolKind::json_1_0:
    case ProtocolKind::json_1_1:
      return decode_json(request.body.bytes(), *call.operation->input, input);
    case ProtocolKind::query: {
      auto error = decode_query(parameters, *call.operation->input, input);
      if (!call.service->query_url_member.empty()) fill_from_url(call, input);
      return error;
    }
    case ProtocolKind::rest_json:
    case ProtocolKind::rest_xml:
      break;
  }
  return decode_rest(call, request, input);
}

}  // namespace

ProtocolKind protocol_of(const ServiceSchema& service, const http::Request& request) {
  const ProtocolKind usual = service.protocols.front();
  if (service.protocols.size() == 1) return usual;
  const bool json_wanted = request.headers.find("X-Amz-Target").has_value() ||
                           request.headers.get_or("Content-Type").starts_with("application/x-amz-json");
  for (const ProtocolKind kind : service.protocols) {
    if (is_json(kind) == json_wanted) return kind;
  }
  return usual;
}

bool needs_body_to_route(const ServiceSchema& service, const http::Request& request) {
  return speaks(service, ProtocolKind::query) && protocol_of(service, request) == ProtocolKind::query;
}

Route find_route(const ServiceSchema& service, const RequestContext& context, const http::Request& request) {
  const ProtocolKind protocol = protocol_of(service, request);
  if (is_json(protocol)) return route_json(service, protocol, request);
  if (protocol == ProtocolKind::query) return route_query(service, request);
  return route_rest(service, protocol, context, request);
}

std::optional<Error> decode_input(const Call& call, http::Request& request, const QueryParameters& parameters, void* input) {
  if (auto error = decode(call, request, parameters, input)) return error;
  return check_input(*call.service, call.protocol, *call.operation->input, input);
}

http::Response encode_output(const Call& call, void* output) {
  if (call.protocol == ProtocolKind::rest_json || call.protocol == ProtocolKind::rest_xml) return encode_rest(call, output);
  http::Response response;
  response.status = call.operation->status;
  add_usual_headers(response.headers, call.protocol, *call.context);
  static thread_local std::string body;
  body.clear();
  if (call.protocol == ProtocolKind::query) {
    encode_query_response(body, *call.service, *call.operation, output, call.context->request_id());
  } else if (!call.operation->no_output) {
    encode_json(body, *call.operation->output, output);
  }
  // Exactly as long as it is, but where copying would cost more.
  if (body.size() <= k_kept_answer_bytes) {
    response.body = http::Body(std::string(body));
  } else {
    response.body = http::Body(std::move(body));
    body = std::string();
  }
  return response;
}

}  // namespace winterbaume::aws
