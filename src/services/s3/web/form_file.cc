#include "services/s3/web/form_file.h"

#include <algorithm>
#include <cstring>

#include "aws/body_rejected.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// Amazon S3 API Reference, "POST Object": the form's fields and boundaries, the file's content not counted.
constexpr std::size_t k_head_bytes_max = 20'480;
constexpr std::size_t k_piece_bytes = 64 << 10;

aws::Error no_file() { return invalid_argument("POST requires exactly one file upload per request.", "file", "0"); }

aws::Error head_too_large() {
  return error(ErrorCode::max_post_pre_data_length_exceeded, {},
               {.max_post_pre_data_length_bytes = std::to_string(k_head_bytes_max)});
}

}  // namespace

asio::awaitable<bool> FormStream::read_more() {
  if (ended_) co_return false;
  if (body_.in_memory()) {
    pending_ = pending_.empty() ? std::move(body_.bytes()) : pending_ + body_.bytes();
    ended_ = true;
    co_return !pending_.empty();
  }
  const auto had = pending_.size();
  pending_.resize(had + k_piece_bytes);
  const auto got = co_await body_.source()->read({pending_.data() + had, k_piece_bytes});
  pending_.resize(had + got);
  ended_ = got == 0;
  co_return !ended_;
}

asio::awaitable<aws::Result<FormHead>> FormStream::read_head() {
  while (true) {
    const bool more = co_await read_more();
    auto parsed = parse_form_head(pending_, boundary_);
    if (!parsed) co_return aws::fail(parsed.error() == FormFault::no_file ? no_file() : error(ErrorCode::malformed_post_request));
    const auto head_bytes = *parsed ? (*parsed)->file_at : pending_.size();
    if (head_bytes > k_head_bytes_max) co_return aws::fail(head_too_large());
    if (*parsed) {
      pending_.erase(0, head_bytes);
      co_return std::move(**parsed);
    }
    if (!more || ended_) co_return aws::fail(error(ErrorCode::malformed_post_request));
  }
}

class FormFileSource final : public http::BodySource {
 public:
  FormFileSource(FormStream stream, FileSizes sizes)
      : stream_(std::move(stream)), delimiter_("\r\n--" + stream_.boundary_), sizes_(sizes) {}

  asio::awaitable<std::size_t> read(std::span<char> into) override {
    if (into.empty()) co_return 0;
    while (!finished_) {
      const auto given = co_await take(into);
      if (given == 0) break;
      size_ += given;
      if (size_ <= sizes_.max) co_return given;
    }
    co_await finish();
    co_return 0;
  }

 private:
  // The file's next bytes; 0 at its end.
  asio::awaitable<std::size_t> take(std::span<char> into) {
    auto& pending = stream_.pending_;
    while (!found_ && pending.size() - at_ <= delimiter_.size()) {
      pending.erase(0, std::exchange(at_, 0));
      if (!co_await stream_.read_more() && stream_.ended_) {
        if (std::string_view(pending).find(delimiter_) == std::string_view::npos) {
          throw aws::BodyRejected(error(ErrorCode::malformed_post_request));
        }
        break;
      }
    }
    const auto unread = std::string_view(pending).substr(at_);
    // A delimiter may have begun in the last bytes: they wait.
    const auto end = unread.find(delimiter_);
    found_ = end != std::string_view::npos;
    const auto sure = found_ ? end : unread.size() - std::min(unread.size(), delimiter_.size() - 1);
    const auto given = std::min(sure, into.size());
    std::memcpy(into.data(), unread.data(), given);
    at_ += given;
    co_return given;
  }

  asio::awaitable<void> finish() {
    if (std::exchange(finished_, true)) co_return;
    do stream_.pending_.clear();
    while (co_await stream_.read_more());
    if (size_ > sizes_.max) {
      throw aws::BodyRejected(error(ErrorCode::entity_too_large, {},
                                    {.proposed_size = std::to_string(size_), .max_size_allowed = std::to_string(sizes_.max)}));
    }
    if (size_ < sizes_.min) {
      throw aws::BodyRejected(error(ErrorCode::entity_too_small, {},
                                    {.proposed_size = std::to_string(size_), .min_size_allowed = std::to_string(sizes_.min)}));
    }
  }

  FormStream stream_;
  std::string delimiter_;
  FileSizes sizes_;
  std::size_t at_ = 0;  // in stream_.pending_
  std::uint64_t size_ = 0;
  bool found_ = false;  // the delimiter behind the file is in stream_.pending_
  bool finished_ = false;
};

http::Body FormStream::file(FormStream stream, FileSizes sizes) {
  return {std::make_unique<FormFileSource>(std::move(stream), sizes), std::nullopt};
}

}  // namespace winterbaume::s3
