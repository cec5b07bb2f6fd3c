// Whether a reader of a shard stands before records that are no longer kept. API Reference, "TrimmedDataAccessException": records
// are kept for 24 hours.
#pragma once

#include <optional>
#include <string>

#include "aws/error.h"
#include "services/dynamodb/streams/shard_iterator.h"
#include "services/dynamodb/streams/stream_reference.h"

namespace winterbaume::dynamodb {

// Whether there were records between `after`, which was read, and `next`, the oldest behind it that is kept: a shard's records
// have numbers without a gap. Both are sequence numbers.
bool skips_records(std::string_view after, std::string_view next);

// TrimmedDataAccessException where what follows the iterator's place is forgotten in part. Null: it is all there.
asio::awaitable<std::optional<aws::Error>> check_kept(DynamoDbBackend& backend, const FoundStream& found,
                                                      const ShardIterator& iterator);

aws::Error trimmed_data();

}  // namespace winterbaume::dynamodb
