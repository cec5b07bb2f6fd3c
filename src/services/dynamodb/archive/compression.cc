#include "services/dynamodb/archive/compression.h"

#include <zlib.h>
#include <zstd.h>

#include <array>
#include <new>

#include "core/assert.h"

namespace winterbaume::dynamodb {
namespace {

constexpr int k_gzip_only = 16 + MAX_WBITS;
constexpr std::size_t k_piece_bytes = 32 << 10;

class PlainUnpacker final : public Unpacker {
 public:
  bool add(std::string_view packed, std::string& out) override {
    out += packed;
    return true;
  }
  bool is_whole() const override { return true; }
};

// A file may be several gzip files, one behind the other (RFC 1952, 2.2).
class GzipUnpacker final : public Unpacker {
 public:
  GzipUnpacker() {
    if (inflateInit2(&stream_, k_gzip_only) != Z_OK) throw std::bad_alloc();
  }
  ~GzipUnpacker() override { inflateEnd(&stream_); }

  bool add(std::string_view packed, std::string& out) override {
    std::array<char, k_piece_bytes> piece;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    while (stream_.avail_in > 0) {
      if (ended_ && inflateReset(&stream_) != Z_OK) return false;
      begun_ = true;
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = piece.size();
      const int outcome = inflate(&stream_, Z_NO_FLUSH);
      if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR) return false;
      out.append(piece.data(), piece.size() - stream_.avail_out);
      ended_ = outcome == Z_STREAM_END;
      if (outcome == Z_BUF_ERROR) break;
    }
    return true;
  }
  bool is_whole() const override { return ended_ || !begun_; }

 private:
  z_stream stream_{};
  bool begun_ = false;
  bool ended_ = false;
};

class ZstdUnpacker final : public Unpacker {
 public:
  ZstdUnpacker() : stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ~ZstdUnpacker() override { ZSTD_freeDStream(stream_); }

  bool add(std::string_view packed, std::string& out) override {
    std::array<char, k_piece_bytes> piece;
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    std::size_t made = 0;
    while (in.pos < in.size || made == piece.size()) {
      ZSTD_outBuffer into{piece.data(), piece.size(), 0};
      left_ = ZSTD_decompressStream(stream_, &into, &in);
      if (ZSTD_isError(left_)) return false;
      made = into.pos;
      out.append(piece.data(), made);
    }
    return true;
  }
  bool is_whole() const override { return left_ == 0; }

 private:
  ZSTD_DStream* stream_;
  std::size_t left_ = 0;
};

}  // namespace

struct GzipWriter::State {
  State() = default;
  State(const State&) = delete;
  ~State() { deflateEnd(&stream); }
  z_stream stream{};
};

GzipWriter::GzipWriter() : state_(std::make_unique<State>()) {
  if (deflateInit2(&state_->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, k_gzip_only, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
}

GzipWriter::GzipWriter(GzipWriter&&) noexcept = default;
GzipWriter& GzipWriter::operator=(GzipWriter&&) noexcept = default;
GzipWriter::~GzipWriter() = default;

void GzipWriter::pack(std::string_view bytes, int flush) {
  std::array<char, k_piece_bytes> piece;
  auto& stream = state_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  do {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = piece.size();
    deflate(&stream, flush);
    packed_.append(piece.data(), piece.size() - stream.avail_out);
  } while (stream.avail_out == 0);
}

void GzipWriter::add(std::string_view bytes) { pack(bytes, Z_NO_FLUSH); }

std::string GzipWriter::finish() {
  pack({}, Z_FINISH);
  return std::move(packed_);
}

std::unique_ptr<Unpacker> make_unpacker(Compression compression) {
  switch (compression) {
    case Compression::none:
      return std::make_unique<PlainUnpacker>();
    case Compression::gzip:
      return std::make_unique<GzipUnpacker>();
    case Compression::zstd:
      return std::make_unique<ZstdUnpacker>();
  }
  WB_ASSERT(false);
}

}  // namespace winterbaume::dynamodb
