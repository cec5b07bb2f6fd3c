// Feeds a parser with bytes cut in any way and writes down what it said.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "http/parser.h"

namespace winterbaume::http::testing {

struct Message {
  Method method = Method::other;
  std::string target;
  std::string fields;  // "name=value;" each, in order
  std::string body;
  std::string trailers;  // as fields
  bool keep_alive = false;
  bool complete = false;
  friend bool operator==(const Message&, const Message&) = default;
};

struct Dialogue {
  std::vector<Message> messages;
  int refused = 0;  // the status, 0 where nothing was refused
  friend bool operator==(const Dialogue&, const Dialogue&) = default;
};

std::string text_of(const Headers& headers);

// Feeds `bytes` in pieces that end at each of `cuts` (ascending), and at the end.
Dialogue talk(std::string_view bytes, const std::vector<std::size_t>& cuts = {}, const ParserLimits& limits = {});

}  // namespace winterbaume::http::testing
