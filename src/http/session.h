// One connection: requests in, answers out, in order, until one side has had enough. Everything runs on the connection's own
// thread, as one coroutine.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/intrusive/list_hook.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "http/options.h"
#include "http/parser.h"
#include "http/stream.h"

namespace winterbaume::http {

class RequestBody;
struct ResponseFraming;

// The timeouts in sweeps, so that a session compares two small numbers and never reads a clock.
struct SweepCounts {
  explicit SweepCounts(const Timeouts& timeouts);
  std::uint32_t idle, head, body, write;
};

// What the sessions of a thread share.
struct SessionContext {
  const ServerOptions& options;
  const Handler& handler;
  SweepCounts limits;
  std::uint32_t sweeps = 0;  // since the start
  bool stopping = false;
};

class Session final : public Connection,
                      public std::enable_shared_from_this<Session>,
                      public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  // `tls` is null for plain text. Both outlive the session.
  Session(asio::ip::tcp::socket socket, TlsContext* tls, SessionContext& context);
  ~Session() override;

  // The life of the connection; never throws.
  static asio::awaitable<void> run(std::shared_ptr<Session> self);

  std::stop_token watch() override;

  // Once a sweep: ends what takes too long, gives back what is not needed.
  void sweep();
  // The server stops: an idle connection closes now, a busy one after its answer.
  void begin_stop();
  // Closes at once, whatever is going on.
  void cut();

 private:
  friend class RequestBody;
  enum class Phase : std::uint8_t { handshake, idle, head, body, handling, writing, closing };

  asio::awaitable<void> serve();
  // Reads up to the end of the next request's head; false: the connection ends.
  asio::awaitable<bool> receive_head();
  Request make_request();
  bool take_received_body(Body& body);
  asio::awaitable<bool> read_small_body(Body& body);
  // Reads into the empty buffer; false at the end, an error or a timeout.
  asio::awaitable<bool> fill();
  std::span<char> free_buffer();
  bool filled(std::size_t bytes);
  asio::awaitable<void> rest();
  Parser::Step parse(std::string_view bytes);
  asio::awaitable<bool> send_continue();
  asio::awaitable<bool> drain();

  Response failed(std::exception_ptr failure);
  bool may_keep_alive() const;
  ResponseFraming framing(const Response& response, bool keep_alive) const;
  bool has_body(const Response& response) const;
  bool respond_at_once(Response& response, bool& keep_alive);
  asio::awaitable<bool> respond(Response& response);
  void finish_answer(const Response& response);
  asio::awaitable<void> refuse(Refusal refusal);
  asio::awaitable<bool> stream_body(Body& body);
  asio::awaitable<std::optional<std::size_t>> read_piece(Body& body, std::span<char> into);
  asio::awaitable<bool> send_files(Body& body);
  asio::awaitable<std::optional<FileSlice>> next_file(Body& body);
  asio::awaitable<bool> send_file(FileSlice slice);
  asio::awaitable<bool> send_failure();
  asio::awaitable<bool> send(Output output);
  asio::awaitable<bool> send_rest();
  asio::awaitable<void> linger();
  void begin_access();
  void record(const Response& response);
  void log(std::string_view what) const;

  void enter(Phase phase) {
    phase_ = phase;
    since_ = context_.sweeps;
  }
  bool overdue(std::uint32_t limit) const { return context_.sweeps - since_ > limit; }
  std::string_view buffered() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void release_buffers();
  const std::string& peer();
  void expire();
  void cancel();
  void arm_watch();
  void on_readable();

  Stream stream_;
  SessionContext& context_;
  Parser parser_;
  std::unique_ptr<char[]> buffer_;  // received, not yet parsed: [begin_, end_)
  std::uint32_t begin_ = 0;
  std::uint32_t end_ = 0;
  std::uint32_t since_ = 0;  // the sweep at which the phase began or last went on
  Phase phase_ = Phase::idle;
  bool timed_out_ = false;
  bool rest_ = false;            // the sweep wants the idle buffer back
  bool closing_ = false;         // no further request
  bool head_request_ = false;    // HEAD: the answer has no body
  bool continue_owed_ = false;   // the client waits for 100 Continue
  bool broken_ = false;          // the request's framing is broken: nothing more can be read
  bool watched_ = false;         // a handler has asked, for the present request
  bool watch_armed_ = false;     // a wait for readability is pending
  bool watch_by_sweep_ = false;  // data waits, so readability tells nothing: the sweep looks for a hang-up
  bool chunked_answer_ = false;
  std::string out_;  // the head of the response, and a small body
  Output output_;    // what is being sent
  std::string peer_;
  std::optional<std::stop_source> stop_;
  RequestBody* body_ = nullptr;  // while the request's streamed body lives

  struct Access {
    std::chrono::steady_clock::time_point start;
    std::string method;
    std::string target;
  };
  std::unique_ptr<Access> access_;  // of the request at hand, only where a sink is set
  std::uint64_t received_bytes_ = 0;
  std::uint64_t sent_bytes_ = 0;
  error_code error_;
};

}  // namespace winterbaume::http
