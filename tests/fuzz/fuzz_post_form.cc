// POST forms on any bytes: each is read or refused, and a file is the same however its body is cut. The input's first byte
// chooses between the form, its policy, and the Content-Type that names its boundary.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/body_rejected.h"
#include "core/bytes.h"
#include "services/s3/web/form_settings.h"
#include "services/s3/web/form_signature.h"
#include "services/s3/web/post_policy.h"

namespace {

using namespace winterbaume;
using namespace winterbaume::s3;

class Trickle final : public http::BodySource {
 public:
  Trickle(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
  asio::awaitable<std::size_t> read(std::span<char> into) override {
    const auto given = std::min({piece_, into.size(), text_.size() - at_});
    std::copy_n(text_.data() + at_, given, into.data());
    at_ += given;
    co_return given;
  }

 private:
  std::string text_;
  std::size_t piece_, at_ = 0;
};

asio::awaitable<std::string> read_form(http::Body body) {
  FormStream stream(std::move(body), "b");
  auto head = co_await stream.read_head();
  if (!head) co_return "refused";
  (void)find_form_signature(head->fields);
  (void)put_request_of(head->fields, "bucket", "key");
  auto file = FormStream::file(std::move(stream), {2, 100});
  std::string bytes = "file:";
  char piece[11];
  try {
    while (auto got = co_await file.source()->read(piece)) bytes.append(piece, got);
  } catch (const aws::BodyRejected& rejected) {
    co_return rejected.error.message;
  }
  co_return bytes;
}

std::string read_now(http::Body body) {
  asio::io_context context;
  auto future = asio::co_spawn(context, read_form(std::move(body)), asio::use_future);
  context.run();
  return future.get();
}

void judge(std::string_view json) {
  const auto policy = parse_post_policy(to_base64(json));
  if (!policy) return;
  FormFields fields;
  fields.add("key", "foo.txt");
  fields.add("acl", "private");
  (void)check_post_policy(*policy, fields, "bucket", TimePoint{});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  switch (data[0] % 3) {
    case 0: {
      const auto whole = read_now(http::Body(bytes));
      const auto cut = read_now({std::make_unique<Trickle>(bytes, 1 + data[1] % 16), std::nullopt});
      if (whole != cut) __builtin_trap();
      break;
    }
    case 1:
      judge(bytes);
      (void)parse_post_policy(bytes);
      break;
    default:
      (void)find_boundary(bytes);
      break;
  }
  return 0;
}
