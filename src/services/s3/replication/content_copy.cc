#include "services/s3/replication/content_copy.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>

namespace winterbaume::s3 {
namespace {

constexpr std::size_t k_piece_bytes = 256 << 10;

// Empty where there is no such blob.
asio::awaitable<std::string> copy_blob(BlobStore& blobs, std::string source) {
  auto reader = co_await blobs.open(std::move(source));
  if (!reader) co_return std::string();
  auto copy = co_await blobs.create();
  std::string piece(k_piece_bytes, '\0');
  for (std::uint64_t at = 0; at < reader->size();) {
    const auto got = co_await reader->read_at(at, {piece.data(), piece.size()});
    if (got == 0) co_return std::string();
    co_await copy.writer->write({piece.data(), got});
    at += got;
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);  // requests go first
  }
  co_await copy.writer->commit();
  co_return std::move(copy.id);
}

}  // namespace

asio::awaitable<std::optional<CopiedContent>> copy_content(S3Door& door, std::string bucket, Content source, Ids& ids) {
  auto& blobs = door.backend.blobs();
  CopiedContent copied;
  copied.content.inline_bytes = std::move(source.inline_bytes);
  if (!source.blob.empty()) {
    copied.content.blob = co_await copy_blob(blobs, std::move(source.blob));
    if (copied.content.blob.empty()) co_return std::nullopt;
  }
  if (source.manifest.empty()) co_return copied;
  copied.content.manifest = ids.uuid().text();
  for (auto& part : co_await door.backend.get_parts(std::move(bucket), std::move(source.manifest))) {
    part.blob = co_await copy_blob(blobs, std::move(part.blob));
    if (part.blob.empty()) {
      for (auto& made : copied.parts) co_await blobs.remove(std::move(made.blob));
      co_return std::nullopt;
    }
    copied.parts.push_back(std::move(part));
  }
  co_return copied;
}

}  // namespace winterbaume::s3
