// Objects that are imported: they are cut into the same records however their bytes come, whose items are whole or refused.
#include <cstdlib>

#include "services/dynamodb/archive/input_records.h"
#include "services/dynamodb/items/item_size.h"

namespace {

using namespace winterbaume::dynamodb;

constexpr InputFormat k_formats[] = {InputFormat::dynamodb_json, InputFormat::csv, InputFormat::ion};

std::vector<std::string> split(InputFormat format, std::string_view text, std::size_t piece_bytes) {
  std::vector<std::string> out;
  RecordSplitter splitter(format);
  std::string record;
  for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
    splitter.add(text.substr(at, piece_bytes));
    while (splitter.next(record)) out.push_back(record);
  }
  if (splitter.rest(record)) out.push_back(record);
  return out;
}

TableRecord table() {
  TableRecord out;
  out.keys.hash.push_back({"pk", ScalarType::s});
  out.keys.range.push_back({"sk", ScalarType::n});
  return out;
}

void read_all(InputFormat format, const std::vector<std::string>& records) {
  RecordReader reader(format, {}, table());
  reader.begin_object();
  for (const auto& text : records) {
    const auto read = reader.read(text);
    if (!read || !*read) continue;
    const auto& item = (*read)->item;
    if (item.fault() || Item(item.view()) != item) std::abort();
    (void)item_size(item.view());
  }
}

}  // namespace

// The first byte chooses the format, the second how many bytes come at a time.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const auto format = k_formats[data[0] % 3];
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto records = split(format, text, text.size() + 1);
  if (split(format, text, std::size_t{1} + data[1] % 7) != records) std::abort();
  read_all(format, records);
  return 0;
}
