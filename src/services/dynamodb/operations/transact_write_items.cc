#include <algorithm>
#include <map>

#include "core/digest.h"
#include "services/dynamodb/capacity/consumed_capacity.h"
#include "services/dynamodb/item_writes/write_parameters.h"
#include "services/dynamodb/item_writes/write_transaction.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

// A transaction's one write, before its table is known.
struct TransactionPart {
  std::string table_name;
  PlannedWrite write;
};

template <class Input>
Result<TransactionPart> transaction_part_of(Input& input, WriteAction action) {
  TransactionPart part;
  auto expressions = parse_write_expressions(input);
  if (!expressions) return aws::fail(std::move(expressions.error()));
  part.write.condition = std::move(expressions->condition);
  part.write.on_failed_condition = on_failed_condition(input.return_values_on_condition_check_failure);
  if constexpr (requires { input.key; }) {
    if (auto wrong = check_faults(*input.key)) return aws::fail(std::move(*wrong));
    part.write.key = std::move(*input.key);
  }
  if (std::holds_alternative<UpdateAction>(action)) action = UpdateAction{std::move(expressions->update)};
  part.write.action = std::move(action);
  part.table_name = std::move(*input.table_name);
  return part;
}

Result<TransactionPart> transaction_part(TransactWriteItem& item) {
  const int actions = (item.condition_check ? 1 : 0) + (item.put ? 1 : 0) + (item.delete_ ? 1 : 0) + (item.update ? 1 : 0);
  if (actions != 1) {
    return aws::fail(aws::errors::validation("TransactItems can only contain one of Check, Put, Update or Delete"));
  }
  if (item.condition_check) return transaction_part_of(*item.condition_check, CheckAction{});
  if (item.delete_) return transaction_part_of(*item.delete_, DeleteAction{});
  if (item.update) return transaction_part_of(*item.update, UpdateAction{});
  if (auto wrong = check_faults(*item.put->item)) return aws::fail(std::move(*wrong));
  return transaction_part_of(*item.put, PutAction{*item.put->item});
}

// A hash of everything that a repeat with the same token must have too. Maps in the order of their keys: a client's may differ.
class TransactionDigest {
 public:
  void add(std::string_view text) {
    digest_.update(std::to_string(text.size()).append(":"));
    digest_.update(text);
  }
  void add(const std::optional<std::string>& text) { add(text ? std::string_view(*text) : std::string_view("\xff")); }
  template <class V>
  void add(const std::optional<aws::Map<V>>& map) {
    std::map<std::string_view, std::string_view> entries;
    if (map) {
      for (const auto& [key, value] : *map) entries.emplace(key, bytes_of(value));
    }
    add(std::string_view(std::to_string(entries.size())));
    for (const auto& [key, value] : entries) {
      add(key);
      add(value);
    }
  }
  template <class Input>
  void add_write(std::string_view kind, const Input& input) {
    add(kind);
    add(input.table_name);
    if constexpr (requires { input.key; }) add(std::string_view(input.key->bytes()));
    if constexpr (requires { input.item; }) add(std::string_view(input.item->bytes()));
    if constexpr (requires { input.update_expression; }) add(input.update_expression);
    add(input.condition_expression);
    add(input.expression_attribute_names);
    add(input.expression_attribute_values);
    add(input.return_values_on_condition_check_failure);
  }
  std::string finish() { return digest_.finish(); }

 private:
  static std::string_view bytes_of(const std::string& text) { return text; }
  static std::string_view bytes_of(const AttributeValue& value) { return value.bytes(); }
  DigestStream digest_{DigestAlgorithm::sha256};
};

std::string hexadecimal_digest(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

std::optional<TransactionToken> transaction_token(const ops::TransactWriteItems::Input& input) {
  if (!input.client_request_token || input.client_request_token->empty()) return std::nullopt;
  TransactionDigest digest;
  for (const auto& item : *input.transact_items) {
    if (item.condition_check) digest.add_write("check", *item.condition_check);
    if (item.put) digest.add_write("put", *item.put);
    if (item.delete_) digest.add_write("delete", *item.delete_);
    if (item.update) digest.add_write("update", *item.update);
  }
  return TransactionToken{.token = *input.client_request_token, .request_hash = hexadecimal_digest(digest.finish())};
}

aws::Map<std::vector<ItemCollectionMetrics>> transaction_metrics(const std::vector<PlannedWrite>& writes,
                                                                 const std::optional<std::string>& wanted) {
  aws::Map<std::vector<ItemCollectionMetrics>> out;
  for (const auto& write : writes) {
    const auto* put = std::get_if<PutAction>(&write.action);
    const auto view = put != nullptr ? put->item.view() : write.key.view();
    auto metrics = collection_metrics(write.table->record, view, wanted);
    if (!metrics) continue;
    const auto& name = write.table->record.name;
    auto known = std::ranges::find(out, name, &std::pair<std::string, std::vector<ItemCollectionMetrics>>::first);
    auto& list = known != out.end() ? known->second : out.add(name);
    list.push_back(std::move(*metrics));
  }
  return out;
}

}  // namespace

Answer<ops::TransactWriteItems> transact_write_items(const aws::RequestContext& context, DynamoDbDoor& door,
                                                     ops::TransactWriteItems::Input input) {
  auto token = transaction_token(input);
  std::vector<TransactionPart> parts;
  for (auto& item : *input.transact_items) {
    auto part = transaction_part(item);
    if (!part) co_return aws::fail(std::move(part.error()));
    parts.push_back(std::move(*part));
  }
  CapacityMeter meter(input.return_consumed_capacity, true);
  std::vector<TablePtr> metered;
  std::vector<PlannedWrite> writes;
  writes.reserve(parts.size());
  for (auto& part : parts) {
    auto table = co_await get_table(context, door, std::move(part.table_name), TablePurpose::items);
    if (!table) co_return aws::fail(std::move(table.error()));
    if (meter.on()) metered.push_back(*table);
    part.write.wants_before = part.write.wants_before || meter.on();
    part.write.wants_after = part.write.wants_after || meter.on();
    part.write.table = std::move(*table);
    writes.push_back(std::move(part.write));
  }
  auto metrics = transaction_metrics(writes, input.return_item_collection_metrics);
  auto written = co_await write_transaction(context, door, std::move(writes), std::move(token));
  if (!written) co_return aws::fail(std::move(written.error()));
  ops::TransactWriteItems::Output output;
  // A repeat of a token wrote nothing, and read what it names.
  for (std::size_t i = 0; i < metered.size(); ++i) {
    if (written->empty())
      meter.read_item(*metered[i], nullptr, true);
    else
      meter.write_item(*metered[i], (*written)[i].before, (*written)[i].after);
  }
  output.consumed_capacity = meter.of_each();
  if (!metrics.empty()) output.item_collection_metrics = std::move(metrics);
  co_return output;
}

}  // namespace winterbaume::dynamodb
