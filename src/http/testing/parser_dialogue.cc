#include "http/testing/parser_dialogue.h"

#include "core/assert.h"

namespace winterbaume::http::testing {
namespace {

// False: the parser refused.
bool feed(Parser& parser, std::string_view piece, Dialogue& dialogue) {
  while (!piece.empty()) {
    auto step = parser.next(piece);
    WB_ASSERT(step.consumed <= piece.size());
    piece.remove_prefix(step.consumed);
    switch (step.event) {
      case Parser::Event::failed:
        dialogue.refused = parser.refusal().status;
        return false;
      case Parser::Event::head: {
        auto& head = parser.head();
        dialogue.messages.push_back({head.method, head.target, text_of(head.headers), "", "", head.keep_alive, false});
        break;
      }
      case Parser::Event::piece:
        dialogue.messages.back().body += step.piece;
        break;
      case Parser::Event::more:
        WB_ASSERT(piece.empty());
        break;
      case Parser::Event::complete:
        break;
    }
    if (!parser.complete()) continue;
    dialogue.messages.back().complete = true;
    dialogue.messages.back().trailers = text_of(parser.trailers());
    parser.start();
  }
  return true;
}

}  // namespace

std::string text_of(const Headers& headers) {
  std::string text;
  for (auto field : headers) text.append(field.name).append("=").append(field.value).append(";");
  return text;
}

Dialogue talk(std::string_view bytes, const std::vector<std::size_t>& cuts, const ParserLimits& limits) {
  Dialogue dialogue;
  Parser parser(limits);
  parser.start();
  std::size_t at = 0;
  for (auto cut : cuts) {
    if (!feed(parser, bytes.substr(at, cut - at), dialogue)) return dialogue;
    at = cut;
  }
  feed(parser, bytes.substr(at), dialogue);
  return dialogue;
}

}  // namespace winterbaume::http::testing
