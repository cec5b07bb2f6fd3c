#include "services/s3/replication/annotation_sync.h"

#include <algorithm>

#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr int k_attempts_max = 16;
constexpr std::size_t k_all = 1000;  // as many as a version has

bool is_same(const AnnotationRecord& one, const AnnotationRecord& other) {
  return one.name == other.name && one.etag == other.etag && one.modified == other.modified;
}

// Whether it is kept there; a version that changed meanwhile is read again.
asio::awaitable<bool> put(S3Door& door, std::string bucket, std::string key, std::string version_id,
                          AnnotationRecord annotation) {
  for (int attempt = 0; attempt < k_attempts_max; ++attempt) {
    auto found = co_await door.backend.get_object(bucket, key, version_id);
    if (!found) co_return false;
    auto kept = co_await door.backend.put_annotation(bucket, std::move(*found), annotation);
    if (kept) co_return true;
    if (!is(kept.error(), ErrorCode::operation_aborted)) co_return false;
  }
  co_return false;
}

}  // namespace

asio::awaitable<bool> sync_annotations(S3Door& door, std::string from, FoundObject source, std::string to) {
  const auto& version_id = source.record.version_id;
  auto target = co_await door.backend.get_object(to, source.key, version_id);
  if (!target) co_return false;
  if (!source.record.annotated && !target->record.annotated) co_return true;
  const auto wanted = co_await door.backend.list_annotations(from, source, "", "", k_all, /*payloads=*/false);
  const auto present = co_await door.backend.list_annotations(to, *target, "", "", k_all, /*payloads=*/false);
  if (!wanted || !present) co_return false;
  for (const auto& annotation : *wanted) {
    if (std::ranges::any_of(*present, [&](const auto& other) { return is_same(annotation, other); })) continue;
    // The name itself sorts before all others that begin with it.
    auto whole = co_await door.backend.list_annotations(from, source, annotation.name, "", 1, /*payloads=*/true);
    if (!whole) co_return false;
    if (whole->empty() || whole->front().name != annotation.name) continue;  // it went meanwhile
    if (!co_await put(door, to, source.key, version_id, std::move(whole->front()))) co_return false;
  }
  for (const auto& annotation : *present) {
    if (std::ranges::any_of(*wanted, [&](const auto& other) { return other.name == annotation.name; })) continue;
    auto deleted = co_await door.backend.delete_annotation(to, *target, annotation.name);
    if (!deleted) co_return false;
  }
  co_return true;
}

}  // namespace winterbaume::s3
