#include "services/dynamodb/item_writes/write_transaction.h"

#include "aws/common_errors.h"
#include "generated/dynamodb/errors.h"
#include "services/dynamodb/capacity/write_admission.h"
#include "services/dynamodb/item_reads/cancellation.h"
#include "services/dynamodb/item_writes/joint_commit.h"
#include "services/dynamodb/item_writes/write_item.h"
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/write_queues.h"

namespace winterbaume::dynamodb {
namespace {

constexpr int k_attempts_max = 16;
constexpr std::size_t k_transaction_bytes_max = 4 * 1024 * 1024;
constexpr auto k_token_lifetime = std::chrono::minutes(10);

// Values that no key may have and items that are too large are refused before the transaction begins; what does not fit its table
// is a reason to cancel it (measured: paritysuite/dynamodb-conformance).
bool is_refused_at_once(const aws::Error& error) {
  return error.shape->name != "ValidationException" || error.message.starts_with("One or more parameter values are not valid") ||
         error.message.starts_with("Item size has exceeded");
}

std::optional<aws::Error> check_writes(std::vector<PlannedWrite>& writes) {
  std::vector<CancellationReason> reasons(writes.size(), no_reason());
  bool failed = false;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    auto wrong = check_write(writes[i]);
    if (!wrong) continue;
    if (is_refused_at_once(*wrong)) return wrong;
    reasons[i] = reason_of(*wrong);
    failed = true;
  }
  if (failed) return transaction_cancelled(std::move(reasons));
  if (has_duplicates(writes)) {
    return aws::errors::validation("Transaction request cannot include multiple operations on one item");
  }
  return std::nullopt;
}

Result<WriteOutcomes> outcomes_of(const std::vector<PlannedWrite>& writes, const StoredItems& stored) {
  WriteOutcomes outcomes(writes.size());
  std::vector<CancellationReason> reasons(writes.size(), no_reason());
  bool failed = false;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    auto outcome = outcome_of(writes[i], stored[i]);
    if (outcome) {
      if (*outcome) bytes += item_size((*outcome)->view());
      outcomes[i] = std::move(*outcome);
    } else {
      reasons[i] = reason_of(outcome.error());
      failed = true;
    }
  }
  if (failed) return aws::fail(transaction_cancelled(std::move(reasons)));
  if (bytes > k_transaction_bytes_max) {
    return aws::fail(
        aws::errors::validation("Aggregate size of all items in the transaction request cannot exceed 4194304 bytes"));
  }
  return outcomes;
}

std::vector<WrittenItem> written_of(const std::vector<PlannedWrite>& writes, const StoredItems& stored,
                                    const WriteOutcomes& outcomes) {
  std::vector<WrittenItem> written(writes.size());
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (writes[i].wants_before && stored[i]) written[i].before = stored[i]->item;
    if (writes[i].wants_after) written[i].after = outcomes[i];
  }
  return written;
}

// Cancels where there is no capacity: of the tables alone, where `outcomes` is null.
std::optional<aws::Error> check_capacity(WriteAdmission& admission, const std::vector<PlannedWrite>& writes,
                                         const StoredItems* stored, const WriteOutcomes* outcomes) {
  if (!admission.on()) return std::nullopt;
  std::vector<CancellationReason> reasons(writes.size(), no_reason());
  bool failed = false;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const auto before = stored != nullptr && (*stored)[i] ? std::optional((*stored)[i]->item) : std::nullopt;
    const auto shortage = outcomes == nullptr ? admission.find_shortage(*writes[i].table)
                                              : admission.find_shortage(*writes[i].table, before, (*outcomes)[i]);
    if (!shortage) continue;
    reasons[i] = throttled_reason(*shortage);
    failed = true;
  }
  return failed ? std::optional(transaction_cancelled(std::move(reasons))) : std::nullopt;
}

// True: this was done before.
asio::awaitable<Result<bool>> was_done(const aws::RequestContext& context, DynamoDbDoor& door, const TransactionToken& token) {
  const auto known = co_await door.backend.find_token(context.scope, token.token);
  if (!known || known->expires <= context.now) co_return false;
  if (known->request_hash == token.request_hash) co_return true;
  co_return aws::fail(errors::idempotent_parameter_mismatch_exception(
      "The ClientRequestToken was used before, in a request whose parameters were others"));
}

}  // namespace

asio::awaitable<Result<std::vector<WrittenItem>>> write_transaction(const aws::RequestContext& context, DynamoDbDoor& door,
                                                                    std::vector<PlannedWrite> writes,
                                                                    std::optional<TransactionToken> token) {
  if (auto wrong = check_writes(writes)) co_return aws::fail(std::move(*wrong));
  const auto turn = co_await door.write_queues.enter(items_of(writes));
  for (int attempt = 1;; ++attempt) {
    if (token) {
      const auto done = co_await was_done(context, door, *token);
      if (!done) co_return aws::fail(done.error());
      if (*done) co_return std::vector<WrittenItem>();
    }
    WriteAdmission admission(door.throttle, context.now, true);
    if (auto wrong = check_capacity(admission, writes, nullptr, nullptr)) co_return aws::fail(std::move(*wrong));
    auto stored = co_await read_stored(door, writes, true);
    auto outcomes = outcomes_of(writes, stored);
    if (!outcomes) co_return aws::fail(std::move(outcomes.error()));
    if (auto wrong = check_capacity(admission, writes, &stored, &*outcomes)) co_return aws::fail(std::move(*wrong));
    auto written = written_of(writes, stored, *outcomes);
    auto commit = joint_commit(context, writes, std::move(stored), std::move(*outcomes), true);
    if (token) {
      commit.token = TokenRecord{
          .token = token->token, .request_hash = token->request_hash, .answer = {}, .expires = context.now + k_token_lifetime};
    }
    const auto outcome = co_await door.backend.commit(std::move(commit));
    if (outcome.verdict == CommitVerdict::done) {
      admission.charge();
      co_return written;
    }
    if (outcome.verdict == CommitVerdict::table_changed) {
      if (!co_await refresh_tables(door, writes)) co_return aws::fail(table_gone());
      if (auto wrong = check_writes(writes)) co_return aws::fail(std::move(*wrong));
    } else if (attempt == k_attempts_max) {
      co_return aws::fail(transaction_in_conflict(writes.size(), std::min(outcome.failed, writes.size() - 1)));
    }
  }
}

}  // namespace winterbaume::dynamodb
