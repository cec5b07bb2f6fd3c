// Signatures on any request: reading a credential and refusing it must not crash, and nothing that was made up may pass. The
// input is lines: the target, then header fields, then after an empty line the body.
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/access_key.h"
#include "aws/query_string.h"
#include "aws/sigv4_errors.h"
#include "aws/sigv4_verify.h"
#include "core/assert.h"
#include "core/bytes.h"

namespace {

using namespace winterbaume;

std::string_view pop_line(std::string_view& text) {
  auto end = text.find('\n');
  auto line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return line;
}

http::Request request_of(std::string_view text) {
  http::Request request;
  request.target = pop_line(text);
  while (!text.empty()) {
    auto line = pop_line(text);
    if (line.empty()) break;
    auto colon = line.find(':');
    if (colon != std::string_view::npos) request.headers.add(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  request.body = std::string(text);
  return request;
}

const TimePoint k_now = *aws::parse_amz_date("20260102T030405Z");

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static aws::SignatureVerifier verifier(
      std::make_shared<aws::FixedAccessKeys>(std::vector<aws::AccessKey>{{.id = "AKID", .secret = "not to be guessed"}}));
  auto request = request_of({reinterpret_cast<const char*>(data), size});
  auto sent = aws::find_credential(request);
  (void)aws::account_of_issued_key(sent.access_key_id);
  auto verified = verifier.verify(request, sent, k_now);
  WB_ASSERT(!verified);
  for (bool s3 : {false, true}) WB_ASSERT(!aws::auth_error(verified.error(), s3).message.empty());
  // Encoding what is canonical once more changes nothing in a path that is encoded once.
  auto path = aws::canonical_path(request.path(), aws::PathEncoding::once);
  WB_ASSERT(aws::canonical_path(path, aws::PathEncoding::once) == path);
  return 0;
}
