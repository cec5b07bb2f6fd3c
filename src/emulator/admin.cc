#include "emulator/admin.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "aws/schema.h"

namespace winterbaume {
namespace {

namespace json = boost::json;

constexpr std::string_view k_prefix = "/_winterbaume/";
constexpr std::string_view k_health = "/_winterbaume/health";
constexpr std::string_view k_reset = "/_winterbaume/reset";
constexpr std::string_view k_moto_reset = "/moto-api/reset";

http::Response json_response(int status, std::string body, std::string_view request_id) {
  http::Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.headers.add("x-amzn-RequestId", request_id);
  response.body = std::move(body);
  return response;
}

}  // namespace

bool is_admin_path(std::string_view path) { return path.starts_with(k_prefix) || path.starts_with("/moto-api/"); }

AdminAction admin_action(const http::Request& request) {
  const auto path = request.path();
  const bool reads = request.method == http::Method::get || request.method == http::Method::head;
  if (path == k_health) return reads ? AdminAction::health : AdminAction::wrong_method;
  if (path == k_reset || path == k_moto_reset) {
    return request.method == http::Method::post ? AdminAction::reset : AdminAction::wrong_method;
  }
  return AdminAction::unknown_path;
}

std::string health_document(std::span<const std::unique_ptr<aws::Service>> services, std::string_view version) {
  json::array names;
  for (const auto& service : services) names.emplace_back(service->schema().name);
  return json::serialize(
      json::object{{"status", "ok"}, {"version", version}, {"services", std::move(names)}, {"engines", json::array{"memory"}}});
}

http::Response admin_response(AdminAction action, std::string_view health, std::string_view request_id) {
  switch (action) {
    case AdminAction::health:
      return json_response(200, std::string(health), request_id);
    case AdminAction::reset:
      return json_response(200, R"({"status":"ok"})", request_id);
    case AdminAction::wrong_method:
      return plain_error(405, "MethodNotAllowed", "health is GET, reset is POST", request_id);
    case AdminAction::unknown_path:
      break;
  }
  return plain_error(404, "NotFound", "there are /_winterbaume/health, /_winterbaume/reset and /_winterbaume/s3/", request_id);
}

std::optional<Inspection> inspection(const http::Request& request) {
  std::string_view rest = request.target;
  const bool reads = request.method == http::Method::get || request.method == http::Method::head;
  if (!reads || !rest.starts_with(k_prefix)) return std::nullopt;
  rest.remove_prefix(k_prefix.size());
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return Inspection{rest.substr(0, slash), rest.substr(slash + 1)};
}

http::Response inspection_response(std::string json, std::string_view request_id) {
  return json_response(200, std::move(json), request_id);
}

http::Response plain_error(int status, std::string_view code, std::string_view message, std::string_view request_id) {
  auto response = json_response(status, json::serialize(json::object{{"__type", code}, {"message", message}}), request_id);
  response.headers.add("x-amzn-ErrorType", code);
  return response;
}

}  // namespace winterbaume
