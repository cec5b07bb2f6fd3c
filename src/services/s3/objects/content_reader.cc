// An object's bytes as a body.
#include <algorithm>
#include <utility>

#include "core/failure.h"
#include "services/s3/objects/object_reading.h"

namespace winterbaume::s3 {
namespace {

// Up to here an answer is read at once and goes with its head.
constexpr std::uint64_t k_whole_bytes_max = 64 << 10;

struct Piece {
  std::string blob;
  ByteRange range;  // within the blob
};

asio::awaitable<std::unique_ptr<BlobReader>> open(BlobStore& blobs, std::string blob) {
  auto reader = co_await blobs.open(std::move(blob));
  if (!reader) throw ContentGone();
  co_return reader;
}

// Blobs one after the other, each opened when its turn comes.
class PieceSource final : public http::BodySource {
 public:
  // `hold` keeps the pieces that are not opened yet; null where there is but one.
  PieceSource(BlobStore& blobs, std::vector<Piece> pieces, std::shared_ptr<const void> hold)
      : blobs_(blobs), pieces_(std::move(pieces)), hold_(std::move(hold)) {}

  asio::awaitable<std::size_t> read(std::span<char> into) override {
    if (!co_await at_bytes()) co_return 0;
    auto& range = pieces_[at_].range;
    into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), range.length)));
    const auto got = co_await reader_->read_at(range.offset, into);
    if (got == 0) throw StorageFailure("an object's bytes are cut off");
    pass(got);
    co_return got;
  }

  asio::awaitable<std::optional<http::FileSlice>> next_file() override {
    if (!co_await at_bytes()) co_return std::nullopt;
    const auto file = reader_->file();
    if (!file) co_return std::nullopt;
    const auto range = pieces_[at_].range;
    pass(range.length);
    co_return http::FileSlice{file->fd, file->offset + range.offset, range.length};
  }

  // Opens the next piece that has bytes left; false at the end.
  asio::awaitable<bool> at_bytes() {
    while (at_ < pieces_.size() && pieces_[at_].range.length == 0) {
      ++at_;
      reader_.reset();
    }
    if (at_ == pieces_.size()) co_return false;
    if (!reader_) reader_ = co_await open(blobs_, pieces_[at_].blob);
    co_return true;
  }

 private:
  void pass(std::uint64_t bytes) {
    auto& range = pieces_[at_].range;
    range.offset += bytes;
    range.length -= bytes;
  }

  BlobStore& blobs_;
  std::vector<Piece> pieces_;
  std::shared_ptr<const void> hold_;
  std::size_t at_ = 0;
  std::unique_ptr<BlobReader> reader_;
};

// Throws ContentGone where the parts have no such range.
std::vector<Piece> pieces_of(std::vector<PartRecord> parts, ByteRange range) {
  std::vector<Piece> pieces;
  std::uint64_t begin = 0;  // of the part within the object
  const auto end = range.offset + range.length;
  for (auto& part : parts) {
    const auto first = std::max(range.offset, begin), last = std::min(end, begin + part.size);
    if (first < last) pieces.push_back({std::move(part.blob), {first - begin, last - first}});
    begin += part.size;
  }
  if (begin < end) throw ContentGone();
  return pieces;
}

asio::awaitable<std::string> read_whole(PieceSource source, std::uint64_t bytes) {
  std::string whole(static_cast<std::size_t>(bytes), '\0');
  std::size_t filled = 0;
  while (filled < whole.size()) {
    const auto got = co_await source.read({whole.data() + filled, whole.size() - filled});
    if (got == 0) throw StorageFailure("an object's bytes are cut off");
    filled += got;
  }
  co_return whole;
}

}  // namespace

std::optional<http::Body> take_inline_content(ObjectRecord& record, ByteRange range) {
  auto& content = record.content;
  if (!content.blob.empty() || !content.manifest.empty()) return std::nullopt;
  if (range.length == content.inline_bytes.size()) return http::Body(std::move(content.inline_bytes));
  return http::Body(content.inline_bytes.substr(range.offset, range.length));
}

asio::awaitable<http::Body> read_content(S3Door& door, std::string bucket, const ObjectRecord& record, ByteRange range) {
  const auto& content = record.content;
  if (content.blob.empty() && content.manifest.empty()) {
    co_return http::Body(content.inline_bytes.substr(range.offset, range.length));
  }
  auto& blobs = door.backend.blobs();
  std::vector<Piece> pieces;
  std::shared_ptr<const void> hold;
  if (!content.blob.empty()) {
    pieces.push_back({content.blob, range});
  } else {
    hold = door.backend.hold_parts(content.manifest);
    pieces = pieces_of(co_await door.backend.get_parts(std::move(bucket), content.manifest), range);
  }
  if (range.length <= k_whole_bytes_max) {
    co_return http::Body(co_await read_whole(PieceSource(blobs, std::move(pieces), std::move(hold)), range.length));
  }
  auto source = std::make_unique<PieceSource>(blobs, std::move(pieces), std::move(hold));
  co_await source->at_bytes();  // what is missing is known before the answer begins
  co_return http::Body(std::move(source), range.length);
}

}  // namespace winterbaume::s3
