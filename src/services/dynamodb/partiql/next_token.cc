#include "services/dynamodb/partiql/next_token.h"

#include <simdjson.h>

#include "core/bytes.h"
#include "core/digest.h"
#include "services/dynamodb/item_reads/selection.h"

namespace winterbaume::dynamodb::partiql {
namespace {

constexpr std::size_t k_fingerprint_bytes = 16;

aws::Error invalid_token() { return refused("Invalid NextToken"); }

void add_sized(DigestStream& digest, std::string_view text) {
  digest.update(std::to_string(text.size()).append(":"));
  digest.update(text);
}

// {"read": 3, "after": {…}}: as JSON, since what a client sends back may be anything.
std::optional<ReadCursor> cursor_of(std::string json) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  std::uint64_t read = 0;
  if (parser.parse(simdjson::padded_string(json)).get(document) != simdjson::SUCCESS) return std::nullopt;
  if (document["read"].get(read) != simdjson::SUCCESS) return std::nullopt;
  ReadCursor cursor{.read = read, .after = std::nullopt};
  simdjson::dom::element after;
  if (document["after"].get(after) != simdjson::SUCCESS) return cursor;
  std::string problem;
  if (!cursor.after.emplace().read_json(after, problem) || cursor.after->fault()) return std::nullopt;
  return cursor;
}

}  // namespace

std::string statement_fingerprint(const Scope& scope, std::string_view statement, Parameters parameters) {
  DigestStream digest(DigestAlgorithm::sha256);
  add_sized(digest, scope.account_id);
  add_sized(digest, scope.region);
  add_sized(digest, statement);
  for (const auto& parameter : parameters) add_sized(digest, parameter.bytes());
  return digest.finish().substr(0, k_fingerprint_bytes);
}

std::string make_next_token(std::string_view fingerprint, const ReadCursor& cursor) {
  std::string text(fingerprint);
  text.append("{\"read\":").append(std::to_string(cursor.read));
  if (cursor.after) {
    text.append(",\"after\":");
    cursor.after->append_json(text);
  }
  return to_base64(text.append("}"));
}

Result<ReadCursor> read_next_token(const std::string& token, std::string_view fingerprint) {
  const auto text = from_base64(token);
  if (!text || text->size() <= k_fingerprint_bytes) return aws::fail(invalid_token());
  auto cursor = cursor_of(text->substr(k_fingerprint_bytes));
  if (!cursor) return aws::fail(invalid_token());
  if (!text->starts_with(fingerprint)) return aws::fail(refused("NextToken does not match request"));
  return std::move(*cursor);
}

std::optional<aws::Error> check_cursor(const ReadCursor& cursor, const SelectPlan& plan) {
  const auto reads = plan.reads.scan ? 1 : plan.reads.reads.size();
  if (cursor.read >= reads) return invalid_token();
  if (!cursor.after) return std::nullopt;
  const auto* index = plan.index.empty() ? nullptr : plan.table->find_index(plan.index);
  if (check_start_key(plan.table->record, index, *cursor.after)) return invalid_token();
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb::partiql
