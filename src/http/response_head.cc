#include "http/response_head.h"

#include <ctime>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/bytes.h"

namespace winterbaume::http {
namespace {

enum class Reserved { no, content_length, connection, transfer_encoding, date };

Reserved reserved(std::string_view name) {
  switch (name.size()) {
    case 4:
      return equals_ignoring_case(name, "date") ? Reserved::date : Reserved::no;
    case 10:
      return equals_ignoring_case(name, "connection") ? Reserved::connection : Reserved::no;
    case 14:
      return equals_ignoring_case(name, "content-length") ? Reserved::content_length : Reserved::no;
    case 17:
      return equals_ignoring_case(name, "transfer-encoding") ? Reserved::transfer_encoding : Reserved::no;
    default:
      return Reserved::no;
  }
}

bool splits_a_head(char c) { return c == '\r' || c == '\n' || c == '\0'; }

// Looked for in all fields at once, without a branch a byte: what has to be replaced is never there but in an attack.
bool may_split_a_head(std::string_view text) {
  bool found = false;
  for (char c : text) found |= static_cast<unsigned char>(c) < ' ';
  return found;
}

char* put(char* at, std::string_view text) { return std::copy(text.begin(), text.end(), at); }

void append_field(std::string& out, std::string_view name, std::string_view value) {
  const auto begin = out.size();
  out.resize_and_overwrite(begin + name.size() + value.size() + 4, [&](char* text, std::size_t) {
    return static_cast<std::size_t>(put(put(put(put(text + begin, name), ": "), value), "\r\n") - text);
  });
}

void append_replaced(std::string& out, std::string_view name, std::string_view value) {
  std::string plain_name(name), plain_value(value);
  std::ranges::replace_if(plain_name, splits_a_head, ' ');
  std::ranges::replace_if(plain_value, splits_a_head, ' ');
  append_field(out, plain_name, plain_value);
}

template <class Integer>
void append_number(std::string& out, Integer number) {
  std::array<char, 20> text;
  auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

void append_status_line(std::string& out, int status) {
  if (status == 200) {
    out.append("HTTP/1.1 200 OK\r\n");
    return;
  }
  out.append("HTTP/1.1 ");
  append_number(out, status);
  out.append(1, ' ').append(reason_phrase(status)).append("\r\n");
}

}  // namespace

void append_response_head(std::string& out, const Response& response, const ResponseFraming& framing) {
  append_status_line(out, response.status);
  const bool plain = !may_split_a_head(response.headers.text());
  bool dated = false;
  bool lengthy = framing.content_length.has_value() || framing.chunked;
  for (auto field : response.headers) {
    auto kind = reserved(field.name);
    if (kind == Reserved::connection || kind == Reserved::transfer_encoding) continue;
    if (kind == Reserved::content_length && std::exchange(lengthy, true)) continue;
    if (kind == Reserved::date) dated = true;
    plain ? append_field(out, field.name, field.value) : append_replaced(out, field.name, field.value);
  }
  if (!dated) out.append("Date: ").append(http_date()).append("\r\n");
  if (framing.content_length) {
    out.append("Content-Length: ");
    append_number(out, *framing.content_length);
    out.append("\r\n");
  }
  if (framing.chunked) out.append("Transfer-Encoding: chunked\r\n");
  if (framing.close) out.append("Connection: close\r\n");
  if (framing.keep_alive) out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
}

std::string_view http_date() {
  thread_local std::time_t second = -1;
  thread_local std::array<char, 32> text;
  thread_local std::size_t size = 0;
  timespec now;
  clock_gettime(CLOCK_REALTIME_COARSE, &now);  // a coarse clock is a read of memory, and seconds are all that is told
  if (now.tv_sec != second) {
    std::tm parts;
    gmtime_r(&now.tv_sec, &parts);
    size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);  // the C locale: nothing here changes it
    second = now.tv_sec;
  }
  return {text.data(), size};
}

}  // namespace winterbaume::http
