// What logs keep of an item's change, in bytes: records of streams and of continuous backups.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

// Where the time lies: a scan that cuts values to this many bytes has it.
constexpr std::size_t k_change_time_bytes = 8;
TimePoint change_time(std::string_view record);
void set_change_time(std::string& record, TimePoint at);

// `write` changes something. What the view does not keep is left out.
std::string encode_stream_record(StreamView view, const ItemWrite& write, TimePoint now);
StreamRow decode_stream_record(std::string_view record, std::uint64_t number);

std::string encode_history_record(const ItemWrite& write, TimePoint now);
HistoryRow decode_history_record(std::string_view record);

}  // namespace winterbaume::dynamodb
