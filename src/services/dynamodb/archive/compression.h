// Packed files of exports and imports: gzip by zlib, zstd by its library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace winterbaume::dynamodb {

// Packs into memory. Not thread-safe.
class GzipWriter {
 public:
  GzipWriter();
  GzipWriter(GzipWriter&&) noexcept;
  GzipWriter& operator=(GzipWriter&&) noexcept;
  ~GzipWriter();
  void add(std::string_view bytes);
  std::size_t packed_bytes() const { return packed_.size(); }  // so far
  std::string finish();                                        // once, at the end

 private:
  struct State;
  void pack(std::string_view bytes, int flush);
  std::unique_ptr<State> state_;
  std::string packed_;
};

enum class Compression : std::uint8_t { none, gzip, zstd };

// Unpacks what comes in pieces. Not thread-safe.
class Unpacker {
 public:
  virtual ~Unpacker() = default;
  // Appends what the next bytes are of. False: they are broken.
  virtual bool add(std::string_view packed, std::string& out) = 0;
  // Whether the file is whole.
  virtual bool is_whole() const = 0;
};
std::unique_ptr<Unpacker> make_unpacker(Compression compression);

}  // namespace winterbaume::dynamodb
