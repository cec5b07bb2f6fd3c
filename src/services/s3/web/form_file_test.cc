#include "services/s3/web/form_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "aws/body_rejected.h"

namespace winterbaume::s3 {
namespace {

// Gives its text in pieces of one size.
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

http::Body body_of(std::string text, std::size_t piece) {
  if (piece == 0) return {std::move(text)};
  return {std::make_unique<Trickle>(std::move(text), piece), std::nullopt};
}

// The file's bytes, or the code of the error.
asio::awaitable<std::string> read_file(http::Body body, FileSizes sizes) {
  FormStream stream(std::move(body), "b");
  auto head = co_await stream.read_head();
  if (!head) co_return std::string(head.error().shape->code);
  auto file = FormStream::file(std::move(stream), sizes);
  std::string bytes;
  char piece[13];
  try {
    while (auto got = co_await file.source()->read(piece)) bytes.append(piece, got);
  } catch (const aws::BodyRejected& rejected) {
    co_return std::string(rejected.error.shape->code);
  }
  co_return bytes;
}

std::string read_all(const std::string& form, std::size_t piece, FileSizes sizes = {}) {
  asio::io_context context;
  auto future = asio::co_spawn(context, read_file(body_of(form, piece), sizes), asio::use_future);
  context.run();
  return future.get();
}

std::string form_of(const std::string& content, const std::string& end = "\r\n--b--\r\n") {
  return "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n" + content + end;
}

constexpr std::size_t k_pieces[] = {0, 1, 3, 7, 4096};

TEST(FormFile, ContentEndsAtTheDelimiterHoweverItIsCut) {
  std::string large(100'000, 'x');
  for (const auto& content :
       {std::string(), std::string("a"), std::string("\r\n--a\r\n-\r\n--"), std::string("\r\n\r\n"), large}) {
    for (auto piece : k_pieces) EXPECT_EQ(read_all(form_of(content), piece), content) << piece;
  }
  EXPECT_EQ(read_all(form_of("a", "\r\n--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nlate\r\n--b--"), 5), "a");
}

TEST(FormFile, BoundsAreThePolicys) {
  for (auto piece : k_pieces) {
    EXPECT_EQ(read_all(form_of("12345"), piece, {5, 5}), "12345");
    EXPECT_EQ(read_all(form_of("1234"), piece, {5, 10}), "EntityTooSmall");
    EXPECT_EQ(read_all(form_of(std::string(1000, 'x')), piece, {5, 10}), "EntityTooLarge");
  }
}

TEST(FormFile, WhatIsCutOffIsRefused) {
  for (auto piece : k_pieces) {
    EXPECT_EQ(read_all(form_of("abc", ""), piece), "MalformedPOSTRequest");
    EXPECT_EQ(read_all(form_of("abc", "\r\n--"), piece), "MalformedPOSTRequest");
    EXPECT_EQ(read_all("--b\r\nContent-Dis", piece), "MalformedPOSTRequest");
    EXPECT_EQ(read_all("", piece), "MalformedPOSTRequest");
    EXPECT_EQ(read_all("--b--", piece), "InvalidArgument");
  }
}

TEST(FormFile, FieldsAreBounded) {
  const auto field = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n" + std::string(30'000, 'x') + "\r\n";
  EXPECT_EQ(read_all(field + form_of("a"), 0), "MaxPostPreDataLengthExceeded");
  EXPECT_EQ(read_all(field + form_of("a"), 4096), "MaxPostPreDataLengthExceeded");
}

}  // namespace
}  // namespace winterbaume::s3
