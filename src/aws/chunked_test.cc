#include "aws/chunked.h"

#include <gtest/gtest.h>

#include "aws/body_rejected.h"
#include "aws/payload.h"
#include "aws/sigv4_verify.h"

namespace winterbaume::aws {
namespace {

const std::string k_first(65'536, 'a');
const std::string k_second(1024, 'a');

std::string chunk(const std::string& data, const std::string& signature = {}) {
  const auto extension = signature.empty() ? std::string() : ";chunk-signature=" + signature;
  return fmt::format("{:x}{}\r\n{}{}", data.size(), extension, data, data.empty() ? "" : "\r\n");
}

// The examples of the Amazon S3 API Reference: "Transferring Payload in Multiple Chunks", "Including Trailing Headers".
std::shared_ptr<VerifiedSignature> example_signature(std::string seed) {
  auto signature = std::make_shared<VerifiedSignature>();
  signature->signing_key = derive_signing_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524", "us-east-1", "s3");
  signature->seed_signature = std::move(seed);
  signature->amz_date = "20130524T000000Z";
  signature->scope = "20130524/us-east-1/s3/aws4_request";
  return signature;
}

ChunkedForm signed_form() {
  return {.decoded_bytes = 66'560,
          .signed_chunks = true,
          .signature = example_signature("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")};
}

std::string signed_body() {
  return chunk(k_first, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648") +
         chunk(k_second, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497") +
         chunk("", "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9") + "\r\n";
}

ChunkedForm trailer_form() {
  return {.decoded_bytes = 66'560,
          .signed_chunks = true,
          .trailer = true,
          .announced = {"x-amz-checksum-crc32c"},
          .signature = example_signature("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")};
}

std::string trailer_body(const std::string& line_end = "\r\n") {
  return chunk(k_first, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2") +
         chunk(k_second, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7") +
         chunk("", "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992") +
         "x-amz-checksum-crc32c:sOO8/Q==" + line_end +
         "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
}

// Decodes in pieces of `piece` bytes; the payload, or the error's code in brackets.
std::string decode(ChunkedForm form, std::string_view body, std::size_t piece = std::string::npos) {
  ChunkedDecoder decoder(std::move(form));
  std::string out;
  std::string room(std::min<std::size_t>(piece, 100'000), '\0');
  try {
    while (!body.empty()) {
      const auto step = decoder.decode(body.substr(0, piece), room);
      body.remove_prefix(step.taken);
      out.append(room, 0, step.written);
    }
    decoder.finish();
  } catch (const BodyRejected& rejected) {
    return fmt::format("[{}]", rejected.error.shape->code);
  }
  return out;
}

TEST(Chunked, DecodesTheExamplesOfTheDocumentation) {
  for (std::size_t piece : {std::string::npos, std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
    EXPECT_EQ(decode(signed_form(), signed_body(), piece), k_first + k_second);
    EXPECT_EQ(decode(trailer_form(), trailer_body(), piece), k_first + k_second);
    EXPECT_EQ(decode(trailer_form(), trailer_body("\n\r\n"), piece), k_first + k_second);
  }
}

TEST(Chunked, NoticesEachBrokenSignature) {
  for (const auto* digits : {"ad80c730", "0055627c", "b6c6ea8a"}) {
    auto body = signed_body();
    body.replace(body.find(digits), 1, "f");
    EXPECT_EQ(decode(signed_form(), body), "[SignatureDoesNotMatch]") << digits;
  }
  auto body = signed_body();
  body[body.find("aaaa")] = 'b';
  EXPECT_EQ(decode(signed_form(), body), "[SignatureDoesNotMatch]");
  auto trailer = trailer_body();
  trailer.replace(trailer.find("sOO8"), 1, "t");
  EXPECT_EQ(decode(trailer_form(), trailer), "[SignatureDoesNotMatch]");
  trailer = trailer_body();
  trailer.replace(trailer.find("x-amz-trailer-signature"), std::string::npos, "\r\n");
  EXPECT_EQ(decode(trailer_form(), trailer), "[SignatureDoesNotMatch]");
}

TEST(Chunked, WithoutAKeySignaturesAreReadAndNotCompared) {
  auto form = signed_form();
  form.signature = nullptr;
  auto body = signed_body();
  body.replace(body.find("ad80c730"), 1, "f");
  EXPECT_EQ(decode(form, body), k_first + k_second);
  EXPECT_EQ(decode(form, "1\r\na\r\n0\r\n\r\n"), "[IncompleteBody]");
}

TEST(Chunked, FramingMustBeWhole) {
  const ChunkedForm form{.decoded_bytes = 5};
  EXPECT_EQ(decode(form, "5\r\nhello\r\n0\r\n\r\n"), "hello");
  EXPECT_EQ(decode(form, "5\r\nhello\r\n0\r\n"), "hello");
  for (const auto* body : {"", "5\r\nhel", "5\r\nhello\r\n", "5\r\nhello0\r\n\r\n", "5\nhello\r\n0\r\n\r\n",
                           "6\r\nhello!\r\n0\r\n\r\n", "4\r\nhell\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n",
                           "0x5\r\nhello\r\n0\r\n\r\n", "ffffffffffffffffff\r\n", "\r\n", "5\r\nhello\r\n0\r\n\r\nmore"}) {
    EXPECT_EQ(decode(form, body), "[IncompleteBody]") << body;
  }
  EXPECT_EQ(decode(form, std::string(5000, '0')), "[IncompleteBody]");
  EXPECT_EQ(decode(form, "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), "[InvalidChunkSizeError]");
  EXPECT_EQ(decode({}, "0\r\n\r\n"), "");
}

TEST(Chunked, TrailersMustBeTheAnnouncedOnes) {
  const ChunkedForm form{.decoded_bytes = 1, .trailer = true, .announced = {"x-amz-checksum-crc32"}};
  const std::string data = "1\r\na\r\n0\r\n";
  EXPECT_EQ(decode(form, data + "x-amz-checksum-crc32: 6Le+Qw==\r\n\r\n"), "a");
  EXPECT_EQ(decode(form, data + "\r\n"), "[MalformedTrailerError]");
  EXPECT_EQ(decode(form, data + "x-amz-checksum-sha1:x\r\n\r\n"), "[MalformedTrailerError]");
  EXPECT_EQ(decode(form, data + "nonsense\r\n\r\n"), "[MalformedTrailerError]");
  EXPECT_EQ(decode(form, data + "x-amz-checksum-crc32:6Le+\r\n\r\n"), "[InvalidRequest]");
  EXPECT_EQ(decode({.decoded_bytes = 1}, data + "x-amz-checksum-crc32:6Le+Qw==\r\n\r\n"), "[MalformedTrailerError]");
}

http::Request put(std::vector<std::pair<std::string, std::string>> headers, std::string body) {
  http::Request request;
  request.method = http::Method::put;
  request.target = "/bucket/key";
  for (const auto& [name, value] : headers) request.headers.add(name, value);
  request.body = std::move(body);
  return request;
}

TEST(Payload, UnwrapsInMemoryAndTellsOfIt) {
  auto request = put({{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
                      {"Content-Encoding", "gzip, aws-chunked"},
                      {"Content-Length", "60"},
                      {"x-amz-decoded-content-length", "1"},
                      {"x-amz-trailer", "x-amz-checksum-crc32"}},
                     "1\r\na\r\n0\r\nx-amz-checksum-crc32:6Le+Qw==\r\n\r\n");
  ASSERT_FALSE(unwrap_payload(request, nullptr));
  EXPECT_EQ(request.body.bytes(), "a");
  EXPECT_EQ(request.body.trailers()->get_or("x-amz-checksum-crc32"), "6Le+Qw==");
  EXPECT_EQ(request.headers.get_or("Content-Encoding"), "gzip");
  EXPECT_EQ(request.headers.get_or("Content-Length"), "1");
  EXPECT_EQ(request.headers.get_or("x-amz-sdk-checksum-algorithm"), "CRC32");
}

TEST(Payload, LeavesOtherBodiesAlone) {
  auto request = put({{"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}, {"Content-Encoding", "gzip"}}, "1\r\na\r\n");
  ASSERT_FALSE(unwrap_payload(request, nullptr));
  EXPECT_EQ(request.body.bytes(), "1\r\na\r\n");
  EXPECT_EQ(request.headers.get_or("Content-Encoding"), "gzip");
}

TEST(Payload, RefusesAnnouncementsThatContradict) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const Pairs streaming{{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"}};
  const auto code_of = [&](Pairs more) {
    more.insert(more.begin(), streaming.begin(), streaming.end());
    auto request = put(std::move(more), "0\r\n\r\n");
    const auto error = unwrap_payload(request, nullptr);
    return error ? std::string(error->shape->code) : std::string();
  };
  const std::pair<std::string, std::string> length{"x-amz-decoded-content-length", "0"};
  EXPECT_EQ(code_of({length}), "");
  EXPECT_EQ(code_of({}), "MissingContentLength");
  EXPECT_EQ(code_of({{"x-amz-decoded-content-length", "-1"}}), "MissingContentLength");
  EXPECT_EQ(code_of({length, {"x-amz-trailer", "x-amz-meta-a"}}), "InvalidRequest");
  EXPECT_EQ(code_of({length, {"x-amz-trailer", "x-amz-checksum-crc32,x-amz-checksum-sha1"}}), "InvalidRequest");
  EXPECT_EQ(code_of({length, {"x-amz-trailer", "x-amz-checksum-crc32"}, {"x-amz-sdk-checksum-algorithm", "SHA1"}}),
            "InvalidRequest");
  EXPECT_EQ(code_of({length, {"x-amz-trailer", "x-amz-checksum-crc32"}, {"x-amz-checksum-sha1", "x"}}), "InvalidRequest");
}

}  // namespace
}  // namespace winterbaume::aws
