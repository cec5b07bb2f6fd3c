#include "http/request.h"

#include <array>
#include <utility>

namespace winterbaume::http {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> k_methods{{{Method::get, "GET"},
                                                                        {Method::head, "HEAD"},
                                                                        {Method::post, "POST"},
                                                                        {Method::put, "PUT"},
                                                                        {Method::delete_, "DELETE"},
                                                                        {Method::options, "OPTIONS"},
                                                                        {Method::patch, "PATCH"}}};

}  // namespace

std::string_view method_name(Method method) {
  for (const auto& [value, name] : k_methods) {
    if (value == method) return name;
  }
  return "OTHER";
}

Method method_from_name(std::string_view name) {
  for (const auto& [value, text] : k_methods) {
    if (text == name) return value;
  }
  return Method::other;
}

std::string_view Request::path() const { return std::string_view(target).substr(0, target.find('?')); }

std::string_view Request::query() const {
  auto at = target.find('?');
  return at == std::string::npos ? std::string_view{} : std::string_view(target).substr(at + 1);
}

}  // namespace winterbaume::http
