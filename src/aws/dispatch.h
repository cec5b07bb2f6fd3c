// From a request to its handler and back. A service writes one table:
//
//   constexpr auto k_handlers = aws::handlers<SqsBackend>(aws::on<ops::SendMessage, &send_message>(), …);
//
//   asio::awaitable<aws::Result<SendMessageResult>> send_message(const aws::RequestContext&, SqsBackend&, SendMessageRequest);
//
// and answers requests with `return aws::dispatch(k_handlers, context, std::move(request), *backend_);`. A row whose handler
// does not fit its operation does not compile, nor do two rows for one operation. An operation of the model without a row
// answers 501 NotImplemented. A handler that never waits may return aws::Result<Output> itself.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <type_traits>

#include "aws/body_rejected.h"
#include "aws/protocol/protocol.h"

namespace winterbaume::aws {

namespace asio = boost::asio;

// Bodies that are not streamed to a handler are collected up to here; past it: 413 RequestEntityTooLarge.
constexpr std::uint64_t k_body_bytes_max = 64ull * 1024 * 1024;

namespace detail {

// What a service adds to every answer; null: nothing.
using Completion = void (*)(http::Response&);

template <class Door>
using Invoke = asio::awaitable<http::Response> (*)(const Call&, Completion, http::Request&, const QueryParameters&, Door&);

// What a service asks before a handler runs, of an operation and its request, the body unread. Only with context.enforced.
template <class Door>
using Gate = asio::awaitable<Result<void>> (*)(const RequestContext&, Door&, const OperationSchema&, const http::Request&);

template <class Door>
struct Row {
  std::uint16_t index;
  Invoke<Door> invoke;
};

inline http::Response completed(http::Response response, Completion complete) {
  if (complete != nullptr) complete(response);
  return response;
}

http::Response refused(const Call& call, Completion complete, const Error& error);

template <class Output>
http::Response encode(const Call& call, Completion complete, Result<Output>& result) {
  return result ? completed(encode_output(call, &*result), complete) : refused(call, complete, result.error());
}

// What is wrong with a body may show only while the handler reads it.
template <class Output>
asio::awaitable<http::Response> finish(Call call, Completion complete, asio::awaitable<Result<Output>> running) {
  try {
    Result<Output> result = co_await std::move(running);
    co_return encode(call, complete, result);
  } catch (const BodyRejected& rejected) {
    co_return refused(call, complete, rejected.error);
  }
}

// What a handler takes and gives.
template <class F>
struct HandlerTraits {
  static_assert(sizeof(F) == 0,
                "a handler is a function (const aws::RequestContext&, Door&, Input) -> awaitable<Result<Output>>");
};
template <class D, class In, class Out>
struct HandlerTraits<asio::awaitable<Result<Out>> (*)(const RequestContext&, D&, In)> {
  using Door = D;
  using Input = In;
  using Output = Out;
};
template <class D, class In, class Out>
struct HandlerTraits<Result<Out> (*)(const RequestContext&, D&, In)> {
  using Door = D;
  using Input = In;
  using Output = Out;
};

// Decodes at once, before anything waits: when this returns, the request and its body are no longer needed.
template <class Op, auto handler, class Door>
asio::awaitable<http::Response> invoke(const Call& call, Completion complete, http::Request& request,
                                       const QueryParameters& parameters, Door& door) {
  typename Op::Input input;
  if (auto error = decode_input(call, request, parameters, &input)) return http::at_once(refused(call, complete, *error));
  auto given = handler(*call.context, door, std::move(input));
  if constexpr (std::is_same_v<decltype(given), Result<typename Op::Output>>) {
    return http::at_once(encode(call, complete, given));
  } else {
    return finish<typename Op::Output>(call, complete, std::move(given));
  }
}

// The operation and its row, or the error to answer with.
struct Found {
  Call call;
  QueryParameters parameters;
  std::optional<Error> error;
};
Found find_call(const ServiceSchema& service, const RequestContext& context, const http::Request& request,
                std::uint64_t body_bytes_max);
bool must_collect(const ServiceSchema& service, const RequestContext& context, const http::Request& request);
// Collects the body; null, or the answer where it is too large or is not what it announced.
asio::awaitable<std::optional<http::Response>> collect(const ServiceSchema& service, const RequestContext& context,
                                                       http::Request& request, std::uint64_t max_bytes);
http::Response not_implemented(const Call& call, Completion complete);

}  // namespace detail

// Null where the request may go on: what a service checks of every operation's request. The body is in memory but where the
// operation streams.
using RequestCheck = std::optional<Error> (*)(const OperationSchema& operation, const http::Request& request);

// A service's handlers, by the operations' index. Made by handlers().
template <class Door, std::size_t N>
struct HandlerTable {
  const ServiceSchema& (*service)();
  std::array<detail::Invoke<Door>, N> rows{};
  std::uint64_t body_bytes_max = k_body_bytes_max;
  RequestCheck check = nullptr;
  detail::Gate<Door> gate = nullptr;
  detail::Completion complete = nullptr;

  // The same table with another limit for bodies that are not streamed.
  constexpr HandlerTable with_body_bytes_max(std::uint64_t bytes) const {
    HandlerTable table = *this;
    table.body_bytes_max = bytes;
    return table;
  }
  // The same table, with a look at each request before it is decoded.
  constexpr HandlerTable with_check(RequestCheck look) const {
    HandlerTable table = *this;
    table.check = look;
    return table;
  }
  // The same table with a gate: its error is the answer, and no handler runs. For REST protocols, whose route is in the head.
  constexpr HandlerTable with_gate(detail::Gate<Door> asked) const {
    HandlerTable table = *this;
    table.gate = asked;
    return table;
  }
  // The same table with something that is done to every answer, errors included.
  constexpr HandlerTable with_completion(detail::Completion added) const {
    HandlerTable table = *this;
    table.complete = added;
    return table;
  }
};

template <class Operation, auto handler>
struct On {
  using Op = Operation;
  using Traits = detail::HandlerTraits<decltype(handler)>;
  using Door = typename Traits::Door;
  static_assert(std::is_same_v<typename Traits::Input, typename Op::Input>, "the handler takes another operation's input");
  static_assert(std::is_same_v<typename Traits::Output, typename Op::Output>, "the handler gives another operation's output");
  static constexpr detail::Invoke<Door> invoke = &detail::invoke<Op, handler, Door>;
};

template <class Operation, auto handler>
constexpr On<Operation, handler> on() {
  return {};
}

template <class Door, class First, class... Rest>
consteval auto handlers(First, Rest...) {
  static_assert(std::is_same_v<Door, typename First::Door> && (std::is_same_v<Door, typename Rest::Door> && ...),
                "every handler of a table takes the same door");
  HandlerTable<Door, First::Op::k_operation_count> table{&First::Op::service};
  const auto add = [&table](std::uint16_t index, detail::Invoke<Door> invoke) {
    if (table.rows[index] != nullptr) throw "two handlers for one operation";
    table.rows[index] = invoke;
  };
  add(First::Op::k_index, First::invoke);
  (add(Rest::Op::k_index, Rest::invoke), ...);
  return table;
}

namespace detail {

template <class Door, std::size_t N>
asio::awaitable<http::Response> dispatch_collected(const HandlerTable<Door, N>& table, const RequestContext& context,
                                                   http::Request& request, Door& door) {
  Found found = find_call(table.service(), context, request, table.body_bytes_max);
  if (found.error) return http::at_once(refused(found.call, table.complete, *found.error));
  if (table.check != nullptr) {
    if (auto error = table.check(*found.call.operation, request))
      return http::at_once(refused(found.call, table.complete, *error));
  }
  const Invoke<Door> row = table.rows[found.call.operation->index];
  if (row == nullptr) return http::at_once(not_implemented(found.call, table.complete));
  return row(found.call, table.complete, request, found.parameters, door);
}

template <class Door, std::size_t N>
asio::awaitable<http::Response> collect_and_dispatch(const HandlerTable<Door, N>& table, const RequestContext& context,
                                                     http::Request request, Door& door) {
  auto refusal = co_await collect(table.service(), context, request, table.body_bytes_max);
  if (refusal) co_return completed(std::move(*refusal), table.complete);
  co_return co_await dispatch_collected(table, context, request, door);
}

template <class Door, std::size_t N>
asio::awaitable<http::Response> pass_gate_and_dispatch(const HandlerTable<Door, N>& table, const RequestContext& context,
                                                       http::Request request, Door& door) {
  const Route route = find_route(table.service(), context, request);
  if (route.operation != nullptr) {
    auto admitted = co_await table.gate(context, door, *route.operation, request);
    const Call call{&table.service(), route.operation, route.protocol, &context};
    if (!admitted) co_return refused(call, table.complete, admitted.error());
  }
  if (must_collect(table.service(), context, request)) {
    co_return co_await collect_and_dispatch(table, context, std::move(request), door);
  }
  co_return co_await dispatch_collected(table, context, request, door);
}

}  // namespace detail

// Answers one request, errors of AWS included. `table`, `context` and `door` outlive the answer; the table is static storage.
// A body in memory costs no coroutine but the handler's own and one that encodes its result.
template <class Door, std::size_t N>
asio::awaitable<http::Response> dispatch(const HandlerTable<Door, N>& table, const RequestContext& context,
                                         http::Request&& request, Door& door) {
  if (table.gate != nullptr && context.enforced) {
    return detail::pass_gate_and_dispatch(table, context, std::move(request), door);
  }
  if (detail::must_collect(table.service(), context, request)) {
    return detail::collect_and_dispatch(table, context, std::move(request), door);
  }
  return detail::dispatch_collected(table, context, request, door);
}

}  // namespace winterbaume::aws
