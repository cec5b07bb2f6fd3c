// Objects that come in aws-chunked, through all of S3: trailers, their checksums and the payload. Whatever comes is stored or
// refused, the same whether it comes whole or in pieces; what is stored has the length that was announced. The first byte chooses
// the form, the checksum and the pieces, the two that follow how much is announced.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "aws/body_rejected.h"
#include "core/assert.h"
#include "services/s3/s3_service.h"

namespace {

using namespace winterbaume;

class Trickle final : public http::BodySource {
 public:
  Trickle(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  boost::asio::awaitable<std::size_t> read(std::span<char> into) override {
    const auto given = std::min({piece_, into.size(), text_.size() - at_});
    std::copy_n(text_.data() + at_, given, into.data());
    at_ += given;
    co_return given;
  }

 private:
  std::string text_;
  std::size_t piece_, at_ = 0;
};

class Storage {
 public:
  Storage() {
    context_.scope = {"123456789012", "us-east-1"};
    context_.clock = &clock_;
    context_.ids = &ids_;
    context_.now = clock_.now();
    WB_ASSERT(send(request(http::Method::put, "/bucket"), http::Body()) == "200 ");
  }

  // Status and body, and the checksum that is kept; of a payload that is refused as it is read, its error.
  std::string send(http::Request request, http::Body body) {
    request.body = std::move(body);
    boost::asio::io_context io;
    auto answered = boost::asio::co_spawn(io, answer(std::move(request)), boost::asio::use_future);
    io.run();
    try {
      return answered.get();
    } catch (const aws::BodyRejected& rejected) {
      return "rejected " + rejected.error.message;
    }
  }
  static http::Request request(http::Method method, std::string target) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.headers.add("Host", "localhost");
    return request;
  }

 private:
  boost::asio::awaitable<std::string> answer(http::Request request) {
    auto response = co_await service_->handle(context_, std::move(request));
    std::string told = std::to_string(response.status) + ' ';
    if (response.status == 200) {
      for (const char* name : {"x-amz-checksum-crc32", "x-amz-checksum-crc64nvme", "x-amz-checksum-sha256"}) {
        told += response.headers.get_or(name);
      }
      told += response.body.bytes();
    }
    co_return told;
  }

  ManualClock clock_;
  SequentialIds ids_;
  aws::RequestContext context_;
  std::unique_ptr<s3::S3Service> service_ = s3::S3Service::make();
};

http::Request put_request(std::uint8_t choice, std::size_t announced) {
  auto request = Storage::request(http::Method::put, "/bucket/key");
  constexpr const char* k_forms[] = {"STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                                     "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", ""};
  constexpr const char* k_trailers[] = {"x-amz-checksum-crc32", "x-amz-checksum-crc64nvme", "x-amz-checksum-sha256", ""};
  request.headers.add("Content-Encoding", "aws-chunked");
  request.headers.add("x-amz-decoded-content-length", std::to_string(announced));
  if (const std::string_view form = k_forms[choice & 3]; !form.empty()) request.headers.add("x-amz-content-sha256", form);
  if (const std::string_view trailer = k_trailers[choice >> 2 & 3]; !trailer.empty()) {
    request.headers.add("x-amz-trailer", trailer);
  }
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  static Storage storage;
  const std::string bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
  const std::size_t announced = data[1] + (std::size_t{data[2]} << 8);
  const auto whole = storage.send(put_request(data[0], announced), http::Body(bytes));
  const auto cut = storage.send(put_request(data[0], announced),
                                {std::make_unique<Trickle>(bytes, 1 + std::size_t{data[0]} / 16), std::nullopt});
  if (whole.starts_with("200 ") != cut.starts_with("200 ")) __builtin_trap();
  if (!whole.starts_with("200 ")) return 0;
  if (whole != cut) __builtin_trap();
  const auto stored = storage.send(Storage::request(http::Method::get, "/bucket/key"), http::Body());
  if (!stored.starts_with("200 ") || stored.size() != 4 + announced) __builtin_trap();
  return 0;
}
