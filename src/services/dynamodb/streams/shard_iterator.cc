#include "services/dynamodb/streams/shard_iterator.h"

#include <fmt/format.h>

#include "core/bytes.h"
#include "services/dynamodb/streams/stream_reference.h"

namespace winterbaume::dynamodb {
namespace {

// Takes what stands before the next '|' off the front.
std::string_view take_field(std::string_view& text) {
  const auto end = std::min(text.find('|'), text.size());
  const auto field = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return field;
}

}  // namespace

std::string encode(const ShardIterator& iterator) {
  const auto place = fmt::format("{}|{}|{}|{}", iterator.shard, iterator.after, iterator.inclusive ? 1 : 0,
                                 iterator.issued.time_since_epoch().count());
  return fmt::format("{}|1|{}", iterator.stream_arn, to_base64(place));
}

std::optional<ShardIterator> decode_shard_iterator(std::string_view text) {
  ShardIterator iterator;
  iterator.stream_arn = take_field(text);
  if (take_field(text) != "1") return std::nullopt;
  const auto place = from_base64(text);
  if (!place) return std::nullopt;
  std::string_view rest = *place;
  const auto shard = parse_integer(take_field(rest));
  iterator.after = take_field(rest);
  iterator.inclusive = take_field(rest) == "1";
  const auto issued = parse_integer(rest);
  if (!shard || *shard < 0 || *shard > 255 || !issued) return std::nullopt;
  if (!iterator.after.empty() && !is_sequence_number(iterator.after)) return std::nullopt;
  iterator.shard = static_cast<std::uint32_t>(*shard);
  iterator.issued = TimePoint(Millis(*issued));
  return iterator;
}

}  // namespace winterbaume::dynamodb
