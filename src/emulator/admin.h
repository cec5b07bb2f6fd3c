// What is asked of the emulator itself, under /_winterbaume/ and, for suites written for moto, /moto-api/.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "aws/service.h"
#include "http/request.h"
#include "http/response.h"

namespace winterbaume {

enum class AdminAction : std::uint8_t { health, reset, unknown_path, wrong_method };

bool is_admin_path(std::string_view path);
AdminAction admin_action(const http::Request& request);
// The JSON that health answers: version, services, engines. It never changes, so it is made once.
std::string health_document(std::span<const std::unique_ptr<aws::Service>> services, std::string_view version);
http::Response admin_response(AdminAction action, std::string_view health, std::string_view request_id);

// GET /_winterbaume/<service>/<target>: what a service has to show of what it keeps.
struct Inspection {
  std::string_view service;
  std::string_view target;  // with its query
};
std::optional<Inspection> inspection(const http::Request& request);
http::Response inspection_response(std::string json, std::string_view request_id);

// {"__type": code, "message": message}: an error that belongs to no service.
http::Response plain_error(int status, std::string_view code, std::string_view message, std::string_view request_id);

}  // namespace winterbaume
