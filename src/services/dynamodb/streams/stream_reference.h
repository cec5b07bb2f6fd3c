// How requests name streams and their shards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "aws/error.h"
#include "services/dynamodb/dynamodb_backend.h"

namespace winterbaume::dynamodb {

struct FoundStream {
  TablePtr table;
  StreamInfo stream;
};
// By its ARN: of a table that is there, or of one that went less than 24 hours ago. Errors: ValidationException for what is no
// stream's ARN, ResourceNotFoundException.
asio::awaitable<Result<FoundStream>> get_stream(DynamoDbBackend& backend, std::string arn);

// "shardId-00000001764091234567-00000002": the stream's time of creation and the shard's number.
std::string shard_id(const StreamInfo& stream, std::uint32_t shard);
std::optional<std::uint32_t> find_shard(const StreamInfo& stream, std::string_view id, std::uint32_t shard_count);

// Sequence numbers have 21 digits; this one is before all.
inline constexpr std::string_view k_first_sequence_number = "100000000000000000000";
bool is_sequence_number(std::string_view text);

}  // namespace winterbaume::dynamodb
