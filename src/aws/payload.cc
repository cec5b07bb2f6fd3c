#include "aws/payload.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "aws/body_rejected.h"
#include "aws/checksum.h"
#include "aws/chunked.h"
#include "aws/chunked_errors.h"
#include "aws/sigv4_errors_s3.h"
#include "core/bytes.h"

namespace winterbaume::aws {
namespace {

constexpr std::string_view k_chunked_coding = "aws-chunked";

// Decodes while it is read. Payload goes straight into the reader's memory; only framing passes through the small buffer.
class ChunkedBody final : public http::BodySource {
 public:
  ChunkedBody(http::Body inner, ChunkedForm form) : inner_(std::move(inner)), decoder_(std::move(form)) {}

  http::asio::awaitable<std::size_t> read(std::span<char> into) override {
    if (into.empty()) co_return 0;
    for (;;) {
      const auto step = decoder_.decode({buffer_.data() + begin_, end_ - begin_}, into);
      begin_ += step.taken;
      if (step.written != 0) co_return step.written;
      const auto ahead = static_cast<std::size_t>(std::min<std::uint64_t>(decoder_.payload_ahead(), into.size()));
      const auto got = co_await inner_.source()->read(ahead != 0 ? into.first(ahead) : std::span<char>(buffer_));
      if (got == 0) {
        decoder_.finish();
        co_return 0;
      }
      if (ahead != 0) {
        decoder_.passed({into.data(), got});
        co_return got;
      }
      begin_ = 0;
      end_ = got;
    }
  }
  const http::Headers* trailers() const override { return decoder_.complete() ? &decoder_.trailers() : nullptr; }

 private:
  http::Body inner_;
  ChunkedDecoder decoder_;
  std::array<char, 1024> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

// Compares the whole with the hash that was signed.
class HashedBody final : public http::BodySource {
 public:
  HashedBody(http::Body inner, std::shared_ptr<const VerifiedSignature> signature)
      : inner_(std::move(inner)), signature_(std::move(signature)), digest_(DigestAlgorithm::sha256) {}

  http::asio::awaitable<std::size_t> read(std::span<char> into) override {
    if (into.empty() || ended_) co_return 0;
    const auto got = co_await inner_.source()->read(into);
    if (got != 0) {
      digest_.update({into.data(), got});
      co_return got;
    }
    ended_ = true;
    auto computed = to_hex(digest_.finish());
    if (computed == signature_->payload_sha256) co_return 0;
    throw BodyRejected(s3_auth_error(
        {.failure = AuthFailure::payload_mismatch, .detail = std::move(computed), .payload_sha256 = signature_->payload_sha256}));
  }
  const http::Headers* trailers() const override { return inner_.trailers(); }

 private:
  http::Body inner_;
  std::shared_ptr<const VerifiedSignature> signature_;
  DigestStream digest_;
  bool ended_ = false;
};

// Calls `take` with each item of a list between commas, trimmed.
template <class Take>
void each_item(std::string_view list, Take take) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (const auto item = trim(list.substr(0, comma)); !item.empty()) take(item);
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
}

bool says_chunked(const http::Headers& headers) {
  bool found = false;
  each_item(headers.get_or("Content-Encoding"),
            [&](std::string_view coding) { found = found || equals_ignoring_case(coding, k_chunked_coding); });
  return found;
}

// Null where the body is the payload as it is. An unsigned request has no x-amz-content-sha256: its other fields tell.
std::optional<ChunkedForm> find_form(const http::Headers& headers) {
  const auto hash = headers.get_or("x-amz-content-sha256");
  const bool streaming = hash.starts_with("STREAMING-");
  if (!streaming && !(headers.find("x-amz-decoded-content-length") && says_chunked(headers))) return std::nullopt;
  ChunkedForm form;
  form.signed_chunks = streaming && !hash.starts_with("STREAMING-UNSIGNED");
  form.trailer = streaming ? hash.ends_with("-TRAILER") : headers.find("x-amz-trailer").has_value();
  return form;
}

// The checksum that the trailer will bring is announced in x-amz-trailer; handlers look for x-amz-sdk-checksum-algorithm.
std::optional<Error> take_announcements(http::Headers& headers, ChunkedForm& form) {
  if (!form.trailer) return std::nullopt;
  std::string algorithm;
  each_item(headers.get_or("x-amz-trailer"), [&](std::string_view name) {
    form.announced.push_back(to_lower(name));
    if (auto found = find_checksum_header(form.announced.back())) algorithm = checksum_name(*found);
  });
  for (const auto& name : form.announced) {
    if (!find_checksum_header(name)) {
      return errors::invalid_payload("The value specified in the x-amz-trailer header is not supported");
    }
  }
  if (form.announced.empty()) return std::nullopt;
  const auto stated = headers.find("x-amz-sdk-checksum-algorithm");
  if (form.announced.size() > 1) {
    return errors::invalid_payload("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  if (stated && !equals_ignoring_case(*stated, algorithm)) {
    return errors::invalid_payload("Value for x-amz-sdk-checksum-algorithm header is invalid.");
  }
  for (const auto field : headers) {
    if (find_checksum_header(to_lower(field.name))) {
      return errors::invalid_payload("Expecting a single x-amz-checksum- header");
    }
  }
  headers.set("x-amz-sdk-checksum-algorithm", algorithm);
  return std::nullopt;
}

std::optional<Error> take_length(const http::Headers& headers, ChunkedForm& form) {
  const auto sent = headers.find("x-amz-decoded-content-length");
  const auto bytes = sent ? parse_integer(trim(*sent)) : std::nullopt;
  if (!bytes || *bytes < 0) return errors::missing_content_length();
  form.decoded_bytes = static_cast<std::uint64_t>(*bytes);
  return std::nullopt;
}

void drop_chunked_coding(http::Headers& headers) {
  if (!says_chunked(headers)) return;
  std::string rest;
  each_item(headers.get_or("Content-Encoding"), [&](std::string_view coding) {
    if (!equals_ignoring_case(coding, k_chunked_coding)) rest.append(rest.empty() ? "" : ",").append(coding);
  });
  rest.empty() ? headers.remove("Content-Encoding") : headers.set("Content-Encoding", rest);
}

// In place: the payload is never longer than what it travels in.
http::Body decode_in_memory(http::Body body, ChunkedForm form) {
  std::string& bytes = body.bytes();
  ChunkedDecoder decoder(std::move(form));
  const auto step = decoder.decode(bytes, bytes);
  decoder.finish();
  bytes.resize(step.written);
  body.set_trailers(std::make_unique<http::Headers>(decoder.trailers()));
  return body;
}

http::Body decode_body(http::Body body, ChunkedForm form) {
  if (body.in_memory()) return decode_in_memory(std::move(body), std::move(form));
  const auto size = form.decoded_bytes;
  return http::Body(std::make_unique<ChunkedBody>(std::move(body), std::move(form)), size);
}

}  // namespace

std::optional<Error> unwrap_payload(http::Request& request, std::shared_ptr<const VerifiedSignature> signature) {
  auto form = find_form(request.headers);
  if (!form) {
    if (signature && signature->payload == PayloadSignature::sha256 && !request.body.in_memory()) {
      const auto size = request.body.size();
      request.body = http::Body(std::make_unique<HashedBody>(std::move(request.body), std::move(signature)), size);
    }
    return std::nullopt;
  }
  if (auto error = take_length(request.headers, *form)) return error;
  if (auto error = take_announcements(request.headers, *form)) return error;
  drop_chunked_coding(request.headers);
  request.headers.set("Content-Length", std::to_string(form->decoded_bytes));
  form->signature = std::move(signature);
  request.body = decode_body(std::move(request.body), std::move(*form));
  return std::nullopt;
}

}  // namespace winterbaume::aws
