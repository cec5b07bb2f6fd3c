// Configurations of which a bucket has many, each with an id: analytics, intelligent tiering, inventory, metrics.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "services/s3/configs/configured_bucket.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {

// Letters, digits and "._-", at most 64. Errors: InvalidArgument.
std::optional<aws::Error> check_config_id(const std::string& id);

template <class T>
asio::awaitable<Result<void>> put_listed_config(const S3Door& door, NamedBucket named, std::string id, T value) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if (auto wrong = check_config_id(id)) co_return aws::fail(std::move(*wrong));
  co_return co_await put_config<T>(door, std::move(*bucket), value, std::move(id));
}

// NoSuchConfiguration where there is none of that id.
template <class T>
asio::awaitable<Result<T>> get_listed_config(const S3Door& door, NamedBucket named, std::string id) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto found = co_await find_config<T>(door, std::move(*bucket), std::move(id));
  if (!found) co_return aws::fail(std::move(found.error()));
  if (!*found) co_return aws::fail(error(ErrorCode::no_such_configuration));
  co_return std::move(**found);
}

// NoSuchConfiguration, as of get_listed_config().
asio::awaitable<Result<void>> delete_listed_config(const S3Door& door, NamedBucket named, ConfigKind kind, std::string id);

template <class T>
struct ListedConfigs {
  std::optional<std::vector<T>> configs;  // null where there are none: an empty list has no element on the wire
  std::optional<std::string> next_token;
};

// A page of them in order of their ids. Errors: InvalidArgument for a token that is none of ours.
template <class T>
asio::awaitable<Result<ListedConfigs<T>>> list_listed_configs(const S3Door& door, NamedBucket named,
                                                              std::optional<std::string> token) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  const auto after = from_base64(token.value_or(""));
  if (!after) {
    co_return aws::fail(
        invalid_argument("The continuation token provided is incorrect", "continuation-token", std::move(*token)));
  }
  auto documents = co_await door.backend.list_configs((*bucket)->name, DocumentOf<T>::kind, *after, k_configurations_page + 1);
  if (!documents) co_return aws::fail(std::move(documents.error()));
  ListedConfigs<T> page;
  const std::size_t count = std::min(documents->size(), k_configurations_page);
  if (documents->size() > count) page.next_token = to_base64((*documents)[count - 1].id);
  for (std::size_t i = 0; i < count; ++i) {
    if (!page.configs) page.configs.emplace();
    page.configs->push_back(from_document<T>((*documents)[i].json, DocumentOf<T>::schema()));
  }
  co_return page;
}

// Into an output: IsTruncated, the tokens.
template <class Output, class T>
void set_config_page(Output& output, ListedConfigs<T>& page, std::optional<std::string> token) {
  output.is_truncated = page.next_token.has_value();
  output.continuation_token = std::move(token);
  output.next_continuation_token = std::move(page.next_token);
}

}  // namespace winterbaume::s3
