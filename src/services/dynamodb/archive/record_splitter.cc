#include "services/dynamodb/archive/record_splitter.h"

namespace winterbaume::dynamodb {

bool RecordSplitter::next(std::string& record) {
  while (at_ < bytes_.size()) {
    if (!ends(bytes_[at_++])) continue;
    record = bytes_.substr(0, at_);
    bytes_.erase(0, at_);
    at_ = 0;
    while (format_ != InputFormat::ion && !record.empty() && (record.back() == '\n' || record.back() == '\r')) record.pop_back();
    return true;
  }
  return false;
}

bool RecordSplitter::rest(std::string& record) {
  record = std::exchange(bytes_, {});
  at_ = 0;
  if (record.find_first_not_of(" \t\r\n") == std::string::npos) return false;
  // Ion: a version marker or a comment at the end is no record.
  return format_ != InputFormat::ion || depth_ > 0;
}

bool RecordSplitter::ends(char c) {
  switch (format_) {
    case InputFormat::dynamodb_json:
      return ends_json(c);
    case InputFormat::csv:
      if (c == '"') mode_ = mode_ == Mode::plain ? Mode::quoted : Mode::plain;
      return c == '\n' && mode_ == Mode::plain;
    case InputFormat::ion:
      return ends_ion(c);
  }
  return false;
}

// Where no object is open a line's end is one too: what it ends is blank, or no record.
bool RecordSplitter::ends_json(char c) {
  if (escaped_) {
    escaped_ = false;
  } else if (mode_ == Mode::quoted) {
    escaped_ = c == '\\';
    if (c == '"') mode_ = Mode::plain;
  } else if (c == '"' && depth_ > 0) {
    mode_ = Mode::quoted;
  } else if (c == '{' || c == '[') {
    ++depth_;
  } else if ((c == '}' || c == ']') && depth_ > 0) {
    return --depth_ == 0;
  }
  return c == '\n' && depth_ == 0;
}

bool RecordSplitter::ends_ion(char c) {
  ended_ = false;
  if (mode_ == Mode::one_quote || mode_ == Mode::two_quotes || mode_ == Mode::long_string) {
    pass_quotes(c);
  } else if (escaped_) {
    escaped_ = false;
  } else if (mode_ == Mode::quoted || mode_ == Mode::symbol) {
    escaped_ = c == '\\';
    if (c == (mode_ == Mode::quoted ? '"' : '\'')) mode_ = Mode::plain;
  } else if (mode_ == Mode::blob) {
    if (c == '}' && before_ == '}') mode_ = Mode::plain;
  } else if (mode_ == Mode::line_comment) {
    if (c == '\n') mode_ = Mode::plain;
  } else if (mode_ == Mode::block_comment) {
    if (c == '/' && before_ == '*') mode_ = Mode::plain;
  } else {
    pass_plain_ion(c);
  }
  before_ = c;
  return ended_;
}

// '' is an empty symbol, ''' begins or ends a long string, ' alone a symbol.
void RecordSplitter::pass_quotes(char c) {
  if (mode_ == Mode::one_quote) {
    escaped_ = c == '\\';
    mode_ = c == '\'' ? Mode::two_quotes : Mode::symbol;
  } else if (mode_ == Mode::two_quotes) {
    quotes_ = 0;
    mode_ = c == '\'' ? Mode::long_string : Mode::plain;
    if (mode_ == Mode::plain) pass_plain_ion(c);
  } else if (escaped_) {
    escaped_ = false;
  } else {
    escaped_ = c == '\\';
    quotes_ = c == '\'' ? quotes_ + 1 : 0;
    if (quotes_ == 3) mode_ = Mode::plain;
  }
}

void RecordSplitter::pass_plain_ion(char c) {
  if (c == '"') {
    mode_ = Mode::quoted;
  } else if (c == '\'') {
    mode_ = Mode::one_quote;
  } else if (before_ == '/' && (c == '/' || c == '*')) {
    mode_ = c == '/' ? Mode::line_comment : Mode::block_comment;
  } else if (c == '{' && before_ == '{') {
    mode_ = Mode::blob;  // no struct begins with a struct
    --depth_;
  } else if (c == '{' || c == '[' || c == '(') {
    ++depth_;
  } else if (c == '}' || c == ']' || c == ')') {
    ended_ = --depth_ <= 0;
    if (ended_) depth_ = 0;
  }
}

}  // namespace winterbaume::dynamodb
