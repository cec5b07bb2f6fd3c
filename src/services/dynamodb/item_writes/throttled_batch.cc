#include "services/dynamodb/item_writes/throttled_batch.h"

#include "services/dynamodb/capacity/throttle.h"
#include "services/dynamodb/item_writes/write_batch.h"
#include "services/dynamodb/item_writes/write_item.h"

namespace winterbaume::dynamodb {

asio::awaitable<Result<ThrottledBatch>> write_throttled_batch(const aws::RequestContext& context, DynamoDbDoor& door,
                                                              std::vector<PlannedWrite> writes) {
  if (auto wrong = check_batch(writes)) co_return aws::fail(std::move(*wrong));
  ThrottledBatch batch;
  std::optional<aws::Error> first;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    auto written = co_await write_item(context, door, std::move(writes[i]));
    if (!written && !is_throttled(written.error())) co_return aws::fail(std::move(written.error()));
    batch.written.push_back(written ? std::move(*written) : WrittenItem());
    if (written) continue;
    batch.throttled.push_back(i);
    if (!first) first = std::move(written.error());
  }
  if (first && batch.throttled.size() == writes.size()) co_return aws::fail(std::move(*first));
  co_return batch;
}

}  // namespace winterbaume::dynamodb
