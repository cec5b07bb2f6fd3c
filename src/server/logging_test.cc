#include "server/logging.h"

#include <gtest/gtest.h>

#include <array>

namespace winterbaume::server {
namespace {

class LoggingTest : public testing::Test {
 protected:
  ~LoggingTest() override { std::fclose(file_); }

  // What has been written since the last call, times cut off.
  std::string written() {
    std::string text;
    std::array<char, 4096> piece;
    std::fseek(file_, read_, SEEK_SET);
    while (auto size = std::fread(piece.data(), 1, piece.size(), file_)) text.append(piece.data(), size);
    read_ += static_cast<long>(text.size());
    return text;
  }

  std::FILE* file_ = std::tmpfile();
  long read_ = 0;
};

const http::AccessRecord k_record{.peer = "127.0.0.1:4000",
                                  .method = "POST",
                                  .target = "/a?X-Amz-Signature=secret",
                                  .status = 200,
                                  .request_bytes = 12,
                                  .response_bytes = 345,
                                  .duration = std::chrono::microseconds(678),
                                  .request_id = "id-1"};

TEST_F(LoggingTest, WritesLinesOfText) {
  Log logging(Config{}, file_);
  logging.info("listening on http://127.0.0.1:5555");
  auto line = written();
  ASSERT_GT(line.size(), 24U);
  EXPECT_EQ(line[10], 'T');
  EXPECT_EQ(line.substr(23), "Z info listening on http://127.0.0.1:5555\n");
}

TEST_F(LoggingTest, KeepsToItsLevel) {
  Log logging(Config{.log_level = LogLevel::warn}, file_);
  logging.debug("d");
  logging.info("i");
  EXPECT_EQ(written(), "");
  logging.warn("w");
  EXPECT_NE(written(), "");
  logging.error("e");
  EXPECT_NE(written(), "");
  Log silent(Config{.log_level = LogLevel::off}, file_);
  silent.error("e");
  silent.failure("id", "what");
  EXPECT_EQ(written(), "");
}

TEST_F(LoggingTest, RequestsAreLoggedOnlyWhereAskedFor) {
  EXPECT_EQ(Log(Config{}, file_).access_sink(), nullptr);
  EXPECT_NE(Log(Config{.access_log = true}, file_).access_sink(), nullptr);
  EXPECT_NE(Log(Config{.log_level = LogLevel::debug}, file_).access_sink(), nullptr);
}

TEST_F(LoggingTest, ARequestIsOneLineWithoutItsQuery) {
  Log logging(Config{.log_level = LogLevel::error, .access_log = true}, file_);
  logging.access_sink()->record(k_record);
  EXPECT_EQ(
      written().substr(23),
      "Z info request method=POST path=/a status=200 request_bytes=12 response_bytes=345 duration_us=678 peer=127.0.0.1:4000 "
      "request_id=id-1\n");
}

TEST_F(LoggingTest, WritesJson) {
  Log logging(Config{.log_format = LogFormat::json, .access_log = true}, file_);
  logging.access_sink()->record(k_record);
  auto line = written();
  EXPECT_TRUE(line.starts_with(R"({"time":")")) << line;
  EXPECT_NE(line.find(R"("level":"info","message":"request","method":"POST","path":"/a","status":200,"request_bytes":12,)"),
            std::string::npos)
      << line;
  EXPECT_TRUE(line.ends_with("\"request_id\":\"id-1\"}\n")) << line;
  logging.failure("id-2", "disk \"full\"\nnow");
  EXPECT_NE(written().find(R"("level":"error","message":"disk \"full\"\nnow","request_id":"id-2"})"), std::string::npos);
}

TEST_F(LoggingTest, NoClientWritesLinesOfItsOwn) {
  Log logging(Config{}, file_);
  logging.failure("id", std::string_view("a\n2026 info b\x1b[31m{}%v\0", 23));
  auto text = written();
  EXPECT_EQ(text.substr(23), "Z error a\\x0a2026 info b\\x1b[31m{}%v\\x00 request_id=id\n");
}

}  // namespace
}  // namespace winterbaume::server
