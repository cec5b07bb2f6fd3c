// aws-chunked bodies: arbitrary bytes are refused or decoded, the same whether they come whole or in pieces, and never to more
// than was announced. The first byte chooses the form and the pieces, the second how much is announced.
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/body_rejected.h"
#include "aws/chunked.h"
#include "core/assert.h"

namespace {

using namespace winterbaume;

aws::ChunkedForm form_of(std::uint8_t choice, std::uint8_t announced) {
  aws::ChunkedForm form{.decoded_bytes = announced, .signed_chunks = (choice & 1) != 0, .trailer = (choice & 2) != 0};
  if ((choice & 4) != 0) form.announced = {"x-amz-checksum-crc32"};
  if ((choice & 8) != 0) form.signature = std::make_shared<aws::VerifiedSignature>();
  return form;
}

// The payload; null where it was refused.
std::optional<std::string> decode(aws::ChunkedForm form, std::string body, std::size_t piece) {
  aws::ChunkedDecoder decoder(std::move(form));
  std::string out;
  std::string room(piece, '\0');
  try {
    for (std::string_view rest = body; !rest.empty();) {
      const auto step = decoder.decode(rest.substr(0, piece), room);
      WB_ASSERT(step.taken > 0 && step.written <= step.taken);
      rest.remove_prefix(step.taken);
      out.append(room, 0, step.written);
    }
    decoder.finish();
  } catch (const aws::BodyRejected& rejected) {
    WB_ASSERT(!rejected.error.message.empty());
    return std::nullopt;
  }
  WB_ASSERT(decoder.complete());
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto whole = decode(form_of(data[0], data[1]), body, body.size() + 1);
  const auto in_pieces = decode(form_of(data[0], data[1]), body, 1 + (data[0] >> 4));
  WB_ASSERT(whole == in_pieces);
  WB_ASSERT(!whole || whole->size() == data[1]);
  return 0;
}
