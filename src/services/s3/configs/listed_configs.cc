#include "services/s3/configs/listed_configs.h"

namespace winterbaume::s3 {
namespace {

constexpr std::size_t k_config_id_characters_max = 64;

}  // namespace

std::optional<aws::Error> check_config_id(const std::string& id) {
  const bool characters = std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
  if (!id.empty() && id.size() <= k_config_id_characters_max && characters) return std::nullopt;
  return invalid_argument("The specified configuration ID is not valid", "id", id);
}

asio::awaitable<Result<void>> delete_listed_config(const S3Door& door, NamedBucket named, ConfigKind kind, std::string id) {
  auto bucket = co_await get_configured_bucket(door, std::move(named));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto deleted = co_await door.backend.delete_config((*bucket)->name, {kind, std::move(id)});
  if (!deleted) co_return aws::fail(std::move(deleted.error()));
  if (!*deleted) co_return aws::fail(error(ErrorCode::no_such_configuration));
  co_return Result<void>{};
}

}  // namespace winterbaume::s3
