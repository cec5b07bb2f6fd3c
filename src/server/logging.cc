#include "server/logging.h"

#include <fmt/format.h>
#define SPDLOG_NO_THREAD_ID
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>

#include "aws/protocol/json_text.h"

namespace winterbaume::server {
namespace {

// In LogLevel's order.
constexpr std::array k_levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err,
                              spdlog::level::off};

// A line of text holds no control characters: what a client sent must not look like another line.
void append_plain(std::string& out, std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      out.push_back(c);
    } else {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
  }
}

// What follows the time and the level: a message, then named values.
class Line {
 public:
  Line(LogFormat format, std::string_view message) : json_(format == LogFormat::json) {
    if (json_) out_ += "\"message\":";
    text(message);
  }
  Line& with(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    separate(name);
    text(value);
    return *this;
  }
  Line& with(std::string_view name, std::int64_t value) {
    separate(name);
    aws::append_integer(out_, value);
    return *this;
  }
  std::string_view view() const { return out_; }

 private:
  void separate(std::string_view name) { out_ += json_ ? fmt::format(",\"{}\":", name) : fmt::format(" {}=", name); }
  void text(std::string_view value) { json_ ? aws::append_json_string(out_, value) : append_plain(out_, value); }

  bool json_;
  std::string out_;
};

using Sink = spdlog::sinks::stdout_sink_base<spdlog::details::console_mutex>;
struct FileSink final : Sink {
  explicit FileSink(std::FILE* out) : Sink(out) {}
};

}  // namespace

struct Log::State {
  State(const Config& config, std::FILE* out)
      : format(config.log_format),
        access(config.access_log || config.log_level == LogLevel::debug),
        lines("", std::make_shared<FileSink>(out)),
        requests("", lines.sinks().front()) {
    auto pattern =
        format == LogFormat::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
    lines.sinks().front()->set_formatter(
        std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc, "\n"));
    lines.set_level(k_levels[static_cast<std::size_t>(config.log_level)]);
  }
  void write(spdlog::level::level_enum level, std::string_view message) {
    if (lines.should_log(level)) lines.log(level, Line(format, message).view());
  }

  LogFormat format;
  bool access;
  spdlog::logger lines;
  spdlog::logger requests;  // at its default level, info
};

Log::Log(const Config& config, std::FILE* out) : state_(std::make_unique<State>(config, out)) {}
Log::~Log() = default;

http::AccessSink* Log::access_sink() { return state_->access ? this : nullptr; }

void Log::debug(std::string_view message) { state_->write(spdlog::level::debug, message); }
void Log::info(std::string_view message) { state_->write(spdlog::level::info, message); }
void Log::warn(std::string_view message) { state_->write(spdlog::level::warn, message); }
void Log::error(std::string_view message) { state_->write(spdlog::level::err, message); }

void Log::failure(std::string_view request_id, std::string_view what) {
  if (!state_->lines.should_log(spdlog::level::err)) return;
  state_->lines.log(spdlog::level::err, Line(state_->format, what).with("request_id", request_id).view());
}

void Log::record(const http::AccessRecord& record) {
  Line line(state_->format, "request");
  line.with("method", record.method).with("path", record.target.substr(0, record.target.find('?')));
  line.with("status", record.status).with("request_bytes", static_cast<std::int64_t>(record.request_bytes));
  line.with("response_bytes", static_cast<std::int64_t>(record.response_bytes));
  line.with("duration_us", record.duration.count()).with("peer", record.peer).with("request_id", record.request_id);
  state_->requests.log(spdlog::level::info, line.view());
}

}  // namespace winterbaume::server
