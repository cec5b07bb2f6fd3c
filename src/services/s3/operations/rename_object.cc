#include "core/bytes.h"
#include "core/digest.h"
#include "services/s3/objects/copy_source.h"
#include "services/s3/objects/etags.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

// The source's key. It is named as a copy's source is; a rename stays within its bucket.
Result<std::string> rename_source_key(const std::string& header, const std::string& bucket) {
  auto source = parse_copy_source(header);
  if (source && source->bucket == bucket && !source->version_id) return std::move(source->key);
  return aws::fail(invalid_argument("The rename source must be an object of the same bucket.", "x-amz-rename-source", header));
}

// Of a rename, every condition that does not hold is 412: there is no 304 to give.
std::optional<aws::Error> check_rename_conditions(const ReadConditions& conditions, const ObjectRecord& record) {
  auto refusal = check_read_conditions(conditions, record);
  if (refusal && is(*refusal, ErrorCode::not_modified)) return error(ErrorCode::precondition_failed);
  return refusal;
}

// Two conditions on times that only a look at the destination tells; the store then holds it to the ETag that was seen.
asio::awaitable<Result<WriteConditions>> plan_destination(S3Door& door, const std::string& bucket,
                                                          const RenameObjectRequest& input) {
  auto conditions = plan_write_conditions(input.destination_if_match, input.destination_if_none_match);
  if (!conditions || (!input.destination_if_modified_since && !input.destination_if_unmodified_since)) co_return conditions;
  auto present = co_await door.backend.get_object(bucket, *input.key, std::nullopt);
  if (!present) {
    if (!is(present.error(), ErrorCode::no_such_key)) co_return aws::fail(std::move(present.error()));
    if (input.destination_if_modified_since) co_return aws::fail(error(ErrorCode::precondition_failed));
    co_return conditions;
  }
  const ReadConditions times{.if_modified_since = input.destination_if_modified_since,
                             .if_unmodified_since = input.destination_if_unmodified_since};
  if (auto refusal = check_rename_conditions(times, present->record)) co_return aws::fail(std::move(*refusal));
  if (conditions->if_match.empty()) conditions->if_match = present->record.etag;
  co_return conditions;
}

// AWS does not say how long it remembers a token; its other services do so for a day at most.
constexpr std::chrono::hours k_rename_token_life{24};

// What must be the same for a request to be the same.
std::string rename_fingerprint(const RenameObjectRequest& input) {
  std::string text;
  const auto add = [&](const std::optional<std::string>& part) {
    text.append(part ? "1" : "0").append(part.value_or("")).append(1, '\0');
  };
  const auto add_time = [&](const std::optional<TimePoint>& time) {
    add(time ? std::optional(std::to_string(time->time_since_epoch().count())) : std::nullopt);
  };
  for (const auto* part : {&input.key, &input.rename_source, &input.destination_if_match, &input.destination_if_none_match,
                           &input.source_if_match, &input.source_if_none_match}) {
    add(*part);
  }
  for (const auto* time : {&input.destination_if_modified_since, &input.destination_if_unmodified_since,
                           &input.source_if_modified_since, &input.source_if_unmodified_since}) {
    add_time(*time);
  }
  return to_hex(as_bytes(sha256(text)));
}

std::optional<RenameToken> rename_token(const RenameObjectRequest& input, TimePoint now) {
  if (!input.client_token) return std::nullopt;
  return RenameToken{*input.client_token, rename_fingerprint(input), now, now + k_rename_token_life};
}

std::optional<aws::Error> check_client_token(const std::optional<std::string>& token) {
  if (!token) return std::nullopt;
  const bool printable = std::ranges::all_of(*token, [](char c) { return c >= 33 && c <= 126; });
  if (!token->empty() && token->size() <= 64 && printable) return std::nullopt;
  return invalid_argument("The client token is not valid.", "x-amz-client-token", *token);
}

std::optional<aws::Error> check_rename_keys(const std::string& source, const std::string& destination) {
  if (auto invalid = check_key(destination)) return invalid;
  // A directory has no bytes to rename (Amazon S3 User Guide, "Renaming objects in directory buckets").
  if (source.ends_with('/') || destination.ends_with('/')) return error(ErrorCode::invalid_request);
  return std::nullopt;
}

asio::awaitable<Result<FoundObject>> find_rename_source(S3Door& door, std::string bucket, std::string key,
                                                        ReadConditions conditions) {
  auto found = co_await door.backend.get_object(std::move(bucket), std::move(key), std::nullopt);
  if (!found) co_return found;
  if (auto refusal = check_rename_conditions(conditions, found->record)) co_return aws::fail(std::move(*refusal));
  co_return found;
}

}  // namespace

Answer<ops::RenameObject> rename_object(const aws::RequestContext& context, S3Door& door, RenameObjectRequest input) {
  auto bucket = co_await get_bucket(door, input.bucket, std::nullopt);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  const auto& name = (*bucket)->name;
  if (!(*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  if (auto refusal = check_client_token(input.client_token)) co_return aws::fail(std::move(*refusal));
  auto source = rename_source_key(input.rename_source.value_or(""), name);
  if (!source) co_return aws::fail(std::move(source.error()));
  if (auto invalid = check_rename_keys(*source, *input.key)) co_return aws::fail(std::move(*invalid));
  auto token = rename_token(input, context.now);
  if (token) {
    auto done = co_await door.backend.was_renamed(name, *token);
    if (!done) co_return aws::fail(std::move(done.error()));
    if (*done) co_return RenameObjectOutput{};
  }
  auto found = co_await find_rename_source(
      door, name, *source,
      {input.source_if_match, input.source_if_none_match, input.source_if_modified_since, input.source_if_unmodified_since});
  if (!found) co_return aws::fail(std::move(found.error()));
  auto destination = co_await plan_destination(door, name, input);
  if (!destination) co_return aws::fail(std::move(destination.error()));
  ObjectRename rename{name, std::move(*source), *input.key, std::move(*destination), found->guard, std::move(token)};
  auto renamed = co_await door.backend.rename_object(std::move(rename));
  if (!renamed) co_return aws::fail(std::move(renamed.error()));
  co_return RenameObjectOutput{};
}

}  // namespace winterbaume::s3
