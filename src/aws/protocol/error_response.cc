#include "aws/protocol/json.h"
#include "aws/protocol/json_text.h"
#include "aws/protocol/protocol.h"
#include "aws/protocol/response_headers.h"
#include "aws/protocol/xml_writer.h"

namespace winterbaume::aws {
namespace {

std::string_view fault_name(Fault fault) { return fault == Fault::sender ? "Sender" : "Receiver"; }

// `__type`: services that put a namespace before the names of their own errors put one of Coral's before those that all share.
std::string json_type(const ServiceSchema& service, const ErrorShape& shape) {
  std::string type;
  if (!service.error_prefix.empty()) {
    const bool validation = shape.name == "ValidationException";
    const auto* shared = validation ? "com.amazon.coral.validate#" : "com.amazon.coral.service#";
    type = shape.shared ? std::string_view(shared) : service.error_prefix;
  }
  type += shape.name;
  return type;
}

void append_json_fields(std::string& out, const Error& error) {
  append_json_string(out, error.shape->message_name);
  out += ':';
  append_json_string(out, error.message);
  if (error.fields && error.shape->schema) {
    std::string fields;
    encode_json(fields, *error.shape->schema, error.fields.get());
    if (fields.size() > 2) out.append(1, ',').append(fields, 1, fields.size() - 2);
  }
}

std::string json_body(const ServiceSchema& service, const Error& error) {
  std::string body = "{\"__type\":";
  append_json_string(body, json_type(service, *error.shape));
  body += ',';
  append_json_fields(body, error);
  body += '}';
  return body;
}

std::string rest_json_body(const Error& error) {
  std::string body = "{";
  append_json_fields(body, error);
  body += '}';
  return body;
}

std::string query_body(const ServiceSchema& service, const RequestContext& context, const Error& error) {
  std::string body;
  append_open_tag(body, "ErrorResponse", service.xml_namespace);
  append_open_tag(body, "Error");
  append_element(body, "Type", fault_name(error.shape->fault));
  append_element(body, "Code", error.shape->code);
  append_element(body, "Message", error.shape->query_message.empty() ? error.message : error.shape->query_message);
  if (error.fields && error.shape->schema) encode_xml_members(body, *error.shape->schema, error.fields.get());
  body += "<Detail/>";
  append_close_tag(body, "Error");
  append_element(body, "RequestId", context.request_id());
  append_close_tag(body, "ErrorResponse");
  return body;
}

std::string rest_xml_body(const RequestContext& context, const Error& error) {
  const ErrorShape& shape = *error.shape;
  std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  append_open_tag(body, "Error");
  append_element(body, "Code", shape.rest_xml_code.empty() ? shape.code : shape.rest_xml_code);
  append_element(body, "Message", error.message);
  if (error.fields && shape.schema) encode_xml_members(body, *shape.schema, error.fields.get());
  append_element(body, "Resource", context.path);
  append_element(body, "RequestId", context.request_id());
  append_element(body, "HostId", extended_request_id(context));
  append_close_tag(body, "Error");
  return body;
}

// A service that was the query protocol's first keeps that protocol's statuses in JSON (aws.protocols#awsQueryCompatible).
int status_of(const ServiceSchema& service, ProtocolKind protocol, const ErrorShape& shape) {
  if (service.query_compatible) return shape.status;
  const bool json = protocol == ProtocolKind::json_1_0 || protocol == ProtocolKind::json_1_1;
  return json && shape.json_status != 0 ? shape.json_status : shape.status;
}

// What isn't the operation's usual answer, and is no failure either (S3's 202 of RestoreObject, 304 of a condition), has no
// document.
bool is_bare(int status) { return status < 300 || status == 304; }

}  // namespace

http::Response encode_error(const ServiceSchema& service, ProtocolKind protocol, const RequestContext& context,
                            const Error& error) {
  http::Response response;
  response.status = status_of(service, protocol, *error.shape);
  add_usual_headers(response.headers, protocol, context);
  if (error.headers) {
    for (const auto& [name, value] : *error.headers) response.headers.add(name, value);
  }
  if (is_bare(response.status)) {
    response.headers.remove("Content-Type");
    return response;
  }
  switch (protocol) {
    case ProtocolKind::json_1_0:
    case ProtocolKind::json_1_1:
      if (service.query_compatible) {
        response.headers.add("x-amzn-query-error",
                             std::string(error.shape->code) + ';' + std::string(fault_name(error.shape->fault)));
      }
      response.body = http::Body(json_body(service, error));
      break;
    case ProtocolKind::query:
      response.body = http::Body(query_body(service, context, error));
      break;
    case ProtocolKind::rest_json:
      response.headers.add("x-amzn-ErrorType", error.shape->name);
      response.body = http::Body(rest_json_body(error));
      break;
    case ProtocolKind::rest_xml:
      response.body = http::Body(rest_xml_body(context, error));
      break;
  }
  return response;
}

}  // namespace winterbaume::aws
