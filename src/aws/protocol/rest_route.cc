#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

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

// An operation, and what a request for it must have in its query or its head.
struct Candidate {
  const OperationSchema* operation;
  std::vector<const Member*> required;
};

Candidate candidate(const OperationSchema& operation) {
  Candidate made{&operation, {}};
  for (const Member& member : operation.input->members) {
    const bool told = member.location == Location::query || member.location == Location::header;
    if (member.required && told) made.required.push_back(&member);
  }
  return made;
}

Fit fit_of(const Candidate& candidate, const http::Request& request, const QueryString& query) {
  Fit fit{.literals = candidate.operation->query.size(), .current = !candidate.operation->deprecated};
  fit.complete = std::ranges::all_of(candidate.required, [&](const Member* member) {
    return member->location == Location::query ? query.find(member->wire).has_value()
                                               : request.headers.find(member->wire).has_value();
  });
  // One that lacks something does not gain from what it asks for.
  if (fit.complete) fit.required = candidate.required.size();
  return fit;
}

// "/a/b" without its first slash, up to the next one.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// The operations of one method and one path, apart by whether their query has literals: most requests have no query, and then
// only the few without need a look.
struct RouteGroup {
  http::Method method;
  std::span<const PathSegment> path;
  std::vector<Candidate> plain;
  std::vector<Candidate> with_literals;
};

// Of one service; made at its first request and never freed.
struct RouteTable {
  const ServiceSchema* service;
  std::vector<RouteGroup> groups;
  RouteTable* next = nullptr;
};
std::atomic<RouteTable*> first_table{nullptr};

bool same_path(std::span<const PathSegment> a, std::span<const PathSegment> b) {
  return std::ranges::equal(a, b, [](const PathSegment& x, const PathSegment& y) {
    return x.text == y.text && x.label == y.label && x.greedy == y.greedy;
  });
}

std::unique_ptr<RouteTable> make_table(const ServiceSchema& service) {
  auto table = std::make_unique<RouteTable>(RouteTable{&service, {}});
  for (const OperationSchema& operation : service.operations) {
    auto group = std::ranges::find_if(table->groups, [&](const RouteGroup& known) {
      return known.method == operation.method && same_path(known.path, operation.path);
    });
    if (group == table->groups.end()) group = table->groups.insert(group, {operation.method, operation.path, {}, {}});
    (operation.query.empty() ? group->plain : group->with_literals).push_back(candidate(operation));
  }
  return table;
}

// Two threads may make the same table at once: both are right, and the second is never found.
const RouteTable& table_of(const ServiceSchema& service) {
  for (auto* table = first_table.load(std::memory_order_acquire); table != nullptr; table = table->next) {
    if (table->service == &service) return *table;
  }
  auto* made = make_table(service).release();
  made->next = first_table.load(std::memory_order_relaxed);
  while (!first_table.compare_exchange_weak(made->next, made, std::memory_order_release, std::memory_order_relaxed)) {
  }
  return *made;
}

// The best of several; of equals the one that the model has first.
class Choice {
 public:
  Choice(const http::Request& request, const QueryString& query) : request_(request), query_(query) {}

  void consider(std::span<const Candidate> candidates) {
    for (const Candidate& candidate : candidates) {
      const auto* operation = candidate.operation;
      if (!has_literals(*operation, query_)) continue;
      const Fit fit = fit_of(candidate, request_, query_);
      if (best_ != nullptr && (fit < best_fit_ || (fit == best_fit_ && operation->index > best_->index))) continue;
      best_ = operation;
      best_fit_ = fit;
    }
  }
  const OperationSchema* best() const { return best_; }

 private:
  const http::Request& request_;
  const QueryString& query_;
  const OperationSchema* best_ = nullptr;
  Fit best_fit_;
};

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
  Choice choice(request, query);
  const auto path = request.path();
  for (const RouteGroup& group : table_of(service).groups) {
    if (group.method != request.method || !match_path(group.path, path, labels)) continue;
    choice.consider(group.plain);
    if (!request.query().empty()) choice.consider(group.with_literals);
  }
  route.operation = choice.best();
  if (route.operation == nullptr) {
    route.error =
        protocol == ProtocolKind::rest_xml ? errors::method_not_allowed() : errors::unknown_operation({}, service.api_version);
  }
  return route;
}

}  // namespace winterbaume::aws
