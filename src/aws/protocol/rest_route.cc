#include <algorithm>

#include "aws/common_errors.h"
#include "aws/protocol/rest.h"
#include "aws/protocol/rest_path.h"
#include "aws/query_string.h"

namespace winterbaume::aws {
namespace {

// How well an operation fits a request; the greatest wins. S3 has up to six operations with one method and path: those that
// their query literals select go first, then those whose required parameters and header fields are all there.
struct Fit {
  std::size_t literals = 0;
  bool complete = true;
  std::size_t required = 0;
  bool current = true;  // not deprecated
  auto operator<=>(const Fit&) const = default;
};

bool has_literals(const OperationSchema& operation, const QueryString& query) {
  return std::ranges::all_of(operation.query, [&](const QueryLiteral& literal) {
    const auto value = query.find(literal.key);
    return value && (literal.value.empty() || *value == literal.value);
  });
}

Fit fit_of(const OperationSchema& operation, const http::Request& request, const QueryString& query) {
  Fit fit{.literals = operation.query.size(), .current = !operation.deprecated};
  for (const Member& member : operation.input->members) {
    if (!member.required) continue;
    bool present = true;
    if (member.location == Location::query) {
      present = query.find(member.wire).has_value();
    } else if (member.location == Location::header) {
      present = request.headers.find(member.wire).has_value();
    } else {
      continue;
    }
    fit.complete = fit.complete && present;
    ++fit.required;
  }
  // One that lacks something does not gain from what it asks for.
  if (!fit.complete) fit.required = 0;
  return fit;
}

// "/a/b" without its first slash, up to the next one.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

}  // namespace

bool match_path(std::span<const PathSegment> segments, std::string_view path, Labels& labels) {
  labels.clear();
  for (const PathSegment& segment : segments) {
    if (path.empty()) return false;
    if (segment.greedy) {
      labels.push_back({segment.text, path.substr(1)});
      return path.size() > 1;
    }
    const std::string_view text = take_segment(path);
    if (!segment.label && text != segment.text) return false;
    if (segment.label && text.empty()) return false;
    if (segment.label) labels.push_back({segment.text, text});
  }
  return path.empty() || path == "/";
}

Route route_rest(const ServiceSchema& service, ProtocolKind protocol, const RequestContext&, const http::Request& request) {
  Route route{.protocol = protocol};
  const QueryString query(request.query());
  Labels labels;
  Fit best;
  for (const OperationSchema& operation : service.operations) {
    if (operation.method != request.method || !match_path(operation.path, request.path(), labels)) continue;
    if (!has_literals(operation, query)) continue;
    const Fit fit = fit_of(operation, request, query);
    if (route.operation == nullptr || fit > best) {
      route.operation = &operation;
      best = fit;
    }
  }
  if (route.operation == nullptr) {
    route.error =
        protocol == ProtocolKind::rest_xml ? errors::method_not_allowed() : errors::unknown_operation({}, service.api_version);
  }
  return route;
}

}  // namespace winterbaume::aws
