// The HTTP parser on any bytes, cut in any way: it must not crash, must consume what it says, and must say the same however
// the bytes are cut. The input's first byte is the number of cuts, the next ones are the pieces' lengths.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/assert.h"
#include "http/parser.h"

namespace {

using namespace winterbaume::http;

// What the parser said, without where it was cut.
struct Account {
  std::string said;
  int refused = 0;
};

void note_head(Account& account, RequestHead& head) {
  account.said.append("H ").append(head.target).append(1, head.keep_alive ? '+' : '-');
  for (auto field : head.headers) account.said.append(field.name).append("=").append(field.value).append(";");
}

bool feed(Parser& parser, std::string_view piece, Account& account) {
  while (!piece.empty()) {
    auto step = parser.next(piece);
    WB_ASSERT(step.consumed <= piece.size());
    WB_ASSERT(step.piece.empty() || (step.piece.data() >= piece.data() && step.piece.end() <= piece.data() + step.consumed));
    piece.remove_prefix(step.consumed);
    account.said.append(step.piece);
    if (step.event == Parser::Event::failed) {
      account.refused = parser.refusal().status;
      WB_ASSERT(account.refused >= 400);
      return false;
    }
    if (step.event == Parser::Event::more) WB_ASSERT(piece.empty());
    if (step.event == Parser::Event::head) note_head(account, parser.head());
    if (!parser.complete()) continue;
    account.said.append(" C ").append(std::to_string(parser.trailers().size()));
    parser.start();
  }
  return true;
}

Account parse(std::string_view bytes, const std::vector<std::size_t>& lengths, const ParserLimits& limits) {
  Account account;
  Parser parser(limits);
  parser.start();
  for (auto length : lengths) {
    if (!feed(parser, bytes.substr(0, length), account)) return account;
    bytes.remove_prefix(std::min(length, bytes.size()));
  }
  feed(parser, bytes, account);
  return account;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::size_t cuts = std::min<std::size_t>(data[0] % 32, size - 1);
  std::vector<std::size_t> lengths(data + 1, data + 1 + cuts);
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1 + cuts, size - 1 - cuts);
  ParserLimits limits{.head_bytes = 2048, .target_bytes = 256, .header_count = 16, .body_bytes = 65536};
  auto whole = parse(bytes, {}, limits);
  auto cut = parse(bytes, lengths, limits);
  // What comes between chunks is counted by arrival, so its limit may be met by one way of cutting only.
  if (whole.refused == 431 || cut.refused == 431) return 0;
  // Which of two faults is seen first may depend on the cuts; that there is one may not.
  WB_ASSERT((whole.refused != 0) == (cut.refused != 0));
  WB_ASSERT(whole.said == cut.said);
  return 0;
}
