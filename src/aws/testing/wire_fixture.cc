#include "aws/testing/wire_fixture.h"

namespace winterbaume::aws::testing {

RequestContext context() {
  RequestContext context;
  const std::string id = "00000000-0000-0000-0000-000000000001";
  std::ranges::copy(id, context.request_id_text.begin());
  context.scope = {"123456789012", "us-east-1"};
  context.base_url = "http://localhost:5555";
  context.path = "/";
  return context;
}

http::Request request(http::Method method, std::string target, std::string body) {
  http::Request request{.method = method, .target = std::move(target)};
  request.body = http::Body(std::move(body));
  return request;
}

std::string routed(const ServiceSchema& service, const http::Request& request) {
  const RequestContext context = testing::context();
  const Route route = find_route(service, context, request);
  if (route.operation == nullptr) return '[' + std::string(route.error->shape->code) + ']';
  return std::string(route.operation->name);
}

protocol_test::Thing full_thing() {
  const TimePoint time{Millis{1'700'000'000'500}};
  protocol_test::Thing thing;
  thing.text = "a \"quoted\" <text> & \n\x01 ü";
  thing.truth = true;
  thing.int_ = -5;
  thing.long_ = 9'007'199'254'740'993;
  thing.float_ = 1.5F;
  thing.double_ = 0.1;
  thing.blob = Blob{std::string("\0\xff!", 3)};
  thing.time = time;
  thing.iso_time = time;
  thing.http_time = TimePoint{Millis{1'700'000'000'000}};
  thing.list = {{"x", "y"}};
  thing.flat_list = {{"f", "g"}};
  thing.named_list.emplace().push_back({.x = 1, .y = {}, .kind = {}});
  thing.map.emplace().add("one", 1);
  thing.flat_map.emplace().add("two", 2);
  thing.point = protocol_test::Point{.x = 3, .y = {}, .kind = "flat"};
  thing.renamed = "r";
  thing.default_ = "d";
  return thing;
}

}  // namespace winterbaume::aws::testing
