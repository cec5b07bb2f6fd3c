#include "services/dynamodb/item_writes/write_item.h"

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/capacity/write_admission.h"
#include "services/dynamodb/write_queues.h"

namespace winterbaume::dynamodb {
namespace {

struct WriteAttempt {
  ItemCommit commit;
  WrittenItem written;
};

// `read`: `stored` is what is there; else whatever is there is written over.
// Takes the item out of `stored`, where it does not fail.
Result<WriteAttempt> plan_attempt(const aws::RequestContext& context, const PlannedWrite& write,
                                  std::optional<StoredItem>& stored, bool read) {
  auto after = outcome_of(write, stored);
  if (!after) return aws::fail(std::move(after.error()));
  WriteAttempt attempt;
  ItemWrite change{.table = write.table, .key = write.key, .cause = write.cause};
  if (read) change.expected = stored ? stored->version : 0;
  if (stored && write.wants_before) attempt.written.before = stored->item;
  if (write.wants_after) attempt.written.after = *after;
  if (stored) change.old_item = std::move(stored->item);
  change.new_item = std::move(*after);
  attempt.commit.writes.push_back(std::move(change));
  attempt.commit.now = context.now;
  return attempt;
}

}  // namespace

aws::Error table_gone() { return errors::resource_not_found_exception("Requested resource not found"); }

asio::awaitable<TablePtr> refreshed_table(DynamoDbDoor& door, TablePtr table) {
  auto now = co_await door.backend.find_table(table->record.scope(), table->record.name);
  if (now != nullptr && now->record.id != table->record.id) now = nullptr;
  co_return now;
}

asio::awaitable<Result<WrittenItem>> write_item(const aws::RequestContext& context, DynamoDbDoor& door, PlannedWrite write) {
  if (auto wrong = check_write(write)) co_return aws::fail(std::move(*wrong));
  auto* const throttle = write.cause == WriteCause::client ? door.throttle : nullptr;
  WriteQueues::Turn turn;
  bool has_turn = false;
  while (true) {
    WriteAdmission admission(throttle, context.now);
    if (const auto shortage = admission.find_shortage(*write.table)) co_return aws::fail(throttled(*shortage));
    const bool read = needs_read(write) || admission.on();
    std::optional<StoredItem> stored;
    if (read) {
      if (!has_turn && !door.write_queues.try_enter(*write.table, write.key, turn)) {
        std::vector<std::pair<TablePtr, Item>> items;
        items.emplace_back(write.table, write.key);
        turn = co_await door.write_queues.enter(std::move(items));
      }
      has_turn = true;
      stored = co_await door.backend.get_item(write.table, write.key);
    }
    auto attempt = plan_attempt(context, write, stored, read);
    if (!attempt) {
      admission.charge_refused(*write.table, stored);
      co_return aws::fail(std::move(attempt.error()));
    }
    const auto& change = attempt->commit.writes.front();
    if (const auto shortage = admission.find_shortage(*write.table, change.old_item, change.new_item)) {
      co_return aws::fail(throttled(*shortage));
    }
    const auto outcome = co_await door.backend.commit(std::move(attempt->commit));
    if (outcome.verdict == CommitVerdict::done) {
      admission.charge();
      co_return std::move(attempt->written);
    }
    if (outcome.verdict == CommitVerdict::conflict) continue;
    write.table = co_await refreshed_table(door, std::move(write.table));
    if (write.table == nullptr) co_return aws::fail(table_gone());
    if (auto wrong = check_write(write)) co_return aws::fail(std::move(*wrong));
  }
}

}  // namespace winterbaume::dynamodb
