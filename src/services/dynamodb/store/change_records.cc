#include "services/dynamodb/store/change_records.h"

#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/store/keys.h"

namespace winterbaume::dynamodb {
namespace {

enum Flag : unsigned char { k_was_there = 1, k_is_there = 2, k_has_old = 4, k_has_new = 8 };
constexpr int k_cause_shift = 4;

void append_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

void append_item(std::string& out, const Item& item) {
  append_varint(out, item.bytes().size());
  out += item.bytes();
}

Item take_item(std::string_view& bytes) {
  const auto size = take_varint(bytes);
  return Item(std::string(take_bytes(bytes, size)));
}

std::string begin_record(TimePoint now, unsigned flags) {
  std::string out;
  append_big_endian(out, static_cast<std::uint64_t>(now.time_since_epoch().count()), k_change_time_bytes);
  out += static_cast<char>(flags);
  return out;
}

}  // namespace

TimePoint change_time(std::string_view record) {
  return TimePoint(Millis(static_cast<std::int64_t>(read_big_endian(record, k_change_time_bytes))));
}

void set_change_time(std::string& record, TimePoint at) {
  std::string time;
  append_big_endian(time, static_cast<std::uint64_t>(at.time_since_epoch().count()), k_change_time_bytes);
  record.replace(0, k_change_time_bytes, time);
}

std::string encode_stream_record(StreamView view, const ItemWrite& write, TimePoint now) {
  const bool keeps_old = view == StreamView::old_image || view == StreamView::new_and_old_images;
  const bool keeps_new = view == StreamView::new_image || view == StreamView::new_and_old_images;
  const auto* old_image = keeps_old && write.old_item ? &*write.old_item : nullptr;
  const auto* new_image = keeps_new && write.new_item ? &*write.new_item : nullptr;
  unsigned flags = static_cast<unsigned>(write.cause) << k_cause_shift;
  if (write.old_item) flags |= k_was_there;
  if (write.new_item) flags |= k_is_there;
  if (old_image != nullptr) flags |= k_has_old;
  if (new_image != nullptr) flags |= k_has_new;
  auto out = begin_record(now, flags);
  std::size_t bytes = item_size(write.key.view());
  if (old_image != nullptr) bytes += item_size(old_image->view());
  if (new_image != nullptr) bytes += item_size(new_image->view());
  append_varint(out, bytes);
  append_item(out, write.key);
  if (old_image != nullptr) append_item(out, *old_image);
  if (new_image != nullptr) append_item(out, *new_image);
  return out;
}

StreamRow decode_stream_record(std::string_view record, std::uint64_t number) {
  StreamRow row{.sequence_number = sequence_number(number), .at = change_time(record)};
  record.remove_prefix(k_change_time_bytes);
  const auto flags = static_cast<unsigned char>(record.front());
  record.remove_prefix(1);
  row.was_there = (flags & k_was_there) != 0;
  row.is_there = (flags & k_is_there) != 0;
  row.cause = static_cast<WriteCause>(flags >> k_cause_shift);
  row.bytes = take_varint(record);
  row.key = take_item(record);
  if ((flags & k_has_old) != 0) row.old_item = take_item(record);
  if ((flags & k_has_new) != 0) row.new_item = take_item(record);
  return row;
}

std::string encode_history_record(const ItemWrite& write, TimePoint now) {
  auto out = begin_record(now, write.old_item ? k_has_old : 0);
  append_item(out, write.key);
  if (write.old_item) append_item(out, *write.old_item);
  return out;
}

HistoryRow decode_history_record(std::string_view record) {
  HistoryRow row{.at = change_time(record)};
  record.remove_prefix(k_change_time_bytes);
  const auto flags = static_cast<unsigned char>(record.front());
  record.remove_prefix(1);
  row.key = take_item(record);
  if ((flags & k_has_old) != 0) row.old_item = take_item(record);
  return row;
}

}  // namespace winterbaume::dynamodb
