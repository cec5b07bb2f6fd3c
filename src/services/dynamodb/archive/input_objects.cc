#include "services/dynamodb/archive/input_objects.h"

#include "services/dynamodb/archive/take_turns.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_piece_bytes = 64 << 10;

// Whether the object is wanted to its end.
asio::awaitable<bool> pass_records(RecordSplitter& splitter, InputSink& sink) {
  std::string record;
  while (splitter.next(record)) {
    if (!co_await sink.take(std::move(record))) co_return false;
  }
  co_return true;
}

asio::awaitable<void> read_object(ObjectContent& content, const InputPlace& place, InputSink& sink) {
  auto unpacker = make_unpacker(place.compression);
  RecordSplitter splitter(place.format);
  std::string piece(k_piece_bytes, '\0'), unpacked, record;
  while (true) {
    co_await take_turns();
    const auto got = co_await content.read(piece);
    if (got == 0) break;
    unpacked.clear();
    const bool good = unpacker->add(std::string_view(piece).substr(0, got), unpacked);
    sink.count(got, unpacked.size());
    splitter.add(unpacked);
    if (!co_await pass_records(splitter, sink)) co_return;
    if (!good) co_return co_await sink.take_broken("The object cannot be decompressed");
    if (splitter.is_too_long()) co_return co_await sink.take_broken("A record is too long");
  }
  if (!unpacker->is_whole()) co_return co_await sink.take_broken("The object cannot be decompressed");
  if (splitter.rest(record)) co_await sink.take(std::move(record));
}

}  // namespace

Compression read_compression(std::string_view name) {
  return name == "GZIP" ? Compression::gzip : name == "ZSTD" ? Compression::zstd : Compression::none;
}

InputFormat read_input_format(std::string_view name) {
  return name == "CSV" ? InputFormat::csv : name == "ION" ? InputFormat::ion : InputFormat::dynamodb_json;
}

asio::awaitable<ObjectResult<void>> read_objects(ObjectStore& objects, InputPlace place, InputSink& sink) {
  std::string after;
  while (true) {
    auto listed = co_await objects.list(place.bucket, place.prefix, after);
    if (!listed) co_return std::unexpected(std::move(listed.error()));
    if (listed->empty()) co_return ObjectResult<void>();
    after = listed->back().key;
    for (auto& object : *listed) {
      auto key = object.key;
      if (!co_await sink.begin_object(std::move(object))) co_return ObjectResult<void>();
      auto content = co_await objects.open(place.bucket, std::move(key));
      if (!content) co_return std::unexpected(std::move(content.error()));
      co_await read_object(**content, place, sink);
    }
  }
}

}  // namespace winterbaume::dynamodb
