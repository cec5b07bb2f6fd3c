// Long work lets others have the thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace winterbaume::dynamodb {

namespace asio = boost::asio;

// Goes on when what else the thread has to do is done. A storage in memory never suspends: without this, a copy of a large table
// would hold its thread to the end.
inline asio::awaitable<void> take_turns() { co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable); }

}  // namespace winterbaume::dynamodb
