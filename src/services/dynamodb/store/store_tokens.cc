// Tokens of requests that may be repeated: found, kept apart from their tables where the store demands it, and forgotten.
#include <algorithm>

#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/store/keys.h"
#include "services/dynamodb/store/store_dynamodb_backend.h"
#include "services/dynamodb/store/token_rows.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_trimmed_at_once = 1000;

}  // namespace

asio::awaitable<std::optional<TokenRecord>> StoreDynamoDbBackend::find_token(Scope scope, std::string token) {
  auto entry = co_await store_->get(documents_partition(scope), token_row(token));
  if (!entry) co_return std::nullopt;
  auto kept = read_record<KeptToken>(entry->value);
  if (!kept.partition.empty()) {
    entry = co_await store_->get(std::move(kept.partition), token_row(token));
    if (!entry) co_return std::nullopt;
    kept = read_record<KeptToken>(entry->value);
  }
  co_return TokenRecord{.token = std::move(kept.token),
                        .request_hash = std::move(kept.request_hash),
                        .answer = std::move(kept.answer),
                        .expires = kept.expires};
}

// Says beside the documents that the token is the table's, and then commits it with the table's items. Where the server falls in
// between, the same request finds its claim and goes on; one to another table has to wait until the claim is over.
asio::awaitable<CommitOutcome> StoreDynamoDbBackend::commit_token_apart(CommitPlan& plan) {
  const auto documents = plan.parts().back().partition;
  const auto& token = plan.token();
  const KeptToken claim{.token = token.token, .expires = token.expires, .partition = plan.parts().front().partition};
  while (true) {
    const auto entry = co_await store_->get(documents, token_row(token.token));
    const auto known = entry ? read_record<KeptToken>(entry->value) : KeptToken();
    const bool is_over = known.expires <= plan.now();
    if (entry && !is_over && known.partition != claim.partition) {
      co_return CommitOutcome{.failed_part = 1, .failed_key = token_row(token.token)};
    }
    PartitionCommit part{.partition = documents, .checks = {}, .empty_ranges = {}, .writes = {}};
    part.checks.push_back({token_row(token.token), entry ? std::optional(entry->version) : std::nullopt});
    if (entry && known.expires != claim.expires) {
      part.writes.push_back({token_expiry_row(known.expires, token.token), std::nullopt});
    }
    part.writes.push_back({token_row(token.token), write_record(claim)});
    part.writes.push_back({token_expiry_row(claim.expires, token.token), std::string()});
    const auto claimed = co_await commit_part(std::move(part));
    if (claimed.committed) break;
  }
  plan.keep_token_with_table();
  co_return co_await commit_logged(plan);
}

// A token and the row that tells when it is over have the version of one commit. A token that has another was used again.
asio::awaitable<void> StoreDynamoDbBackend::trim_tokens(PartitionKey partition, TimePoint now) {
  const KeyRange old{token_expiry_row(TimePoint(Millis(0)), {}), token_expiry_row(now, {})};
  while (true) {
    const auto rows = co_await store_->scan(partition, old, {.limit = k_trimmed_at_once, .value_bytes_max = 0});
    if (rows.empty()) co_return;
    PartitionCommit part{.partition = partition, .checks = {}, .empty_ranges = {}, .writes = {}};
    for (const auto& row : rows) {
      part.checks.push_back({token_row_of_expiry(row.key), row.version});
      part.writes.push_back({token_row_of_expiry(row.key), std::nullopt});
      part.writes.push_back({row.key, std::nullopt});
    }
    const auto outcome = co_await commit_part(std::move(part));
    const auto is_other = [&](const Row& row) { return token_row_of_expiry(row.key) == outcome.failed_key; };
    const auto other = std::ranges::find_if(rows, is_other);
    if (!outcome.committed && other != rows.end()) co_await remove_at(partition, *other);
    co_await take_turns();
  }
}

}  // namespace winterbaume::dynamodb
