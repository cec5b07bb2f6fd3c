#include "services/s3/lifecycle/lifecycle_run.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "services/s3/buckets/config_documents.h"
#include "services/s3/configs/lifecycle_configuration.h"
#include "services/s3/events/notifications.h"
#include "services/s3/lifecycle/lifecycle_rules.h"
#include "services/s3/lifecycle/version_walk.h"
#include "services/s3/objects/object_locks.h"

namespace winterbaume::s3 {
namespace {

std::string shown_id(const ObjectRecord& record) { return record.version_id.empty() ? "null" : record.version_id; }

// One bucket's turn.
class BucketRound {
 public:
  BucketRound(S3Door& door, BucketPtr bucket, BucketLifecycleConfiguration configuration, bool any_size_moves, TimePoint now,
              std::chrono::seconds day, Ids& ids, std::stop_token stop)
      : door_(door),
        bucket_(std::move(bucket)),
        configuration_(std::move(configuration)),
        view_{.rules = *configuration_.rules, .now = now, .day = day, .any_size_moves = any_size_moves},
        ids_(ids),
        stop_(std::move(stop)) {}

  asio::awaitable<void> walk_versions();
  asio::awaitable<void> walk_uploads();

 private:
  asio::awaitable<void> treat(PlacedVersion version);
  asio::awaitable<void> expire(FoundObject version);
  asio::awaitable<void> move(FoundObject version, std::string storage_class);
  asio::awaitable<void> tell(std::string_view event, FoundObject object);

  S3Door& door_;
  BucketPtr bucket_;
  BucketLifecycleConfiguration configuration_;
  LifecycleView view_;
  Ids& ids_;
  std::stop_token stop_;
};

asio::awaitable<void> BucketRound::walk_versions() {
  VersionPlaces places;
  ObjectQuery query{.bucket = bucket_->name, .prefix = {}, .delimiter = {}, .start_after = {}, .version_marker = {}};
  while (!stop_.stop_requested()) {
    auto page = co_await door_.backend.list_versions(query);
    if (!page) co_return;
    for (auto& version : page->objects) {
      for (auto& placed : places.add(std::move(version))) co_await treat(std::move(placed));
    }
    if (!page->truncated) break;
    query.start_after = std::move(page->next_key);
    query.version_marker = std::move(page->next_version_id);
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  if (auto last = places.finish(); last && !stop_.stop_requested()) co_await treat(std::move(*last));
}

// A listing shows no tags: where a rule might apply the whole record is read, and judged again.
asio::awaitable<void> BucketRound::treat(PlacedVersion version) {
  auto view = view_;
  view.ignore_tags = true;
  if (judge(view, version.object, version.place).kind == LifecycleAction::Kind::none) co_return;
  auto whole = co_await door_.backend.get_object(bucket_->name, version.object.key, shown_id(version.object.record));
  if (!whole || whole->record.sequence != version.object.record.sequence || whole->latest != version.object.latest) co_return;
  auto action = judge(view_, *whole, version.place);
  if (action.kind == LifecycleAction::Kind::expire) co_await expire(std::move(*whole));
  if (action.kind == LifecycleAction::Kind::move) co_await move(std::move(*whole), std::move(action.storage_class));
}

asio::awaitable<void> BucketRound::expire(FoundObject version) {
  const bool for_good = !version.latest || version.record.delete_marker;
  if (for_good && check_unlocked(version.record.lock, view_.now, false)) co_return;
  ObjectDeletion deletion{
      .bucket = bucket_->name, .key = version.key, .version_id = {}, .conditions = {}, .guard = version.guard};
  if (for_good) deletion.version_id = shown_id(version.record);
  deletion.owner = bucket_->owner;
  deletion.now = view_.now;
  auto deleted = co_await door_.backend.delete_object(std::move(deletion));
  if (!deleted || !deleted->found) co_return;
  FoundObject gone{.key = std::move(version.key), .record = {}};
  gone.record.delete_marker = deleted->delete_marker;
  gone.record.sequence = deleted->sequence;
  if (deleted->version_id != "null") gone.record.version_id = std::move(deleted->version_id);
  const bool marked = !for_good && deleted->delete_marker;
  co_await tell(marked ? "s3:LifecycleExpiration:DeleteMarkerCreated" : "s3:LifecycleExpiration:Delete", std::move(gone));
}

asio::awaitable<void> BucketRound::move(FoundObject version, std::string storage_class) {
  version.record.storage_class = std::move(storage_class);
  version.record.restore.reset();
  auto moved = co_await door_.backend.update_object(bucket_->name, version);
  if (moved && *moved) co_await tell("s3:LifecycleTransition", std::move(version));
}

asio::awaitable<void> BucketRound::tell(std::string_view event, FoundObject object) {
  return notify(door_, bucket_, service_origin(view_.now, ids_.uuid().text()), {event, std::move(object)});
}

asio::awaitable<void> BucketRound::walk_uploads() {
  UploadQuery query{.bucket = bucket_->name, .prefix = {}, .delimiter = {}, .key_marker = {}, .upload_id_marker = {}};
  while (!stop_.stop_requested()) {
    auto page = co_await door_.backend.list_uploads(query);
    if (!page) co_return;
    for (auto& upload : page->uploads) {
      const auto abort = find_abort(view_, upload.key, upload.initiated);
      if (abort && abort->at <= view_.now) co_await door_.backend.abort_upload(bucket_->name, upload.key, upload.id);
    }
    if (!page->truncated) co_return;
    query.key_marker = std::move(page->next_key);
    query.upload_id_marker = std::move(page->next_upload_id);
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
}

// AWS does not support rules in buckets with MFA delete.
bool has_rules(const BucketRecord& bucket) { return bucket.has(ConfigKind::lifecycle) && !bucket.mfa_delete; }

asio::awaitable<void> run_bucket(S3Door& door, BucketPtr bucket, TimePoint now, std::chrono::seconds day, Ids& ids,
                                 std::stop_token stop) {
  auto found = co_await find_config<BucketLifecycleConfiguration>(door, bucket);
  if (!found || !*found || !(*found)->rules) co_return;
  const auto minimum = co_await find_transition_minimum(door, bucket);
  const bool any_size_moves = minimum && *minimum != k_minimum_size_default;
  const bool aborts =
      std::ranges::any_of(*(*found)->rules, [](const auto& rule) { return rule.abort_incomplete_multipart_upload.has_value(); });
  BucketRound round(door, std::move(bucket), std::move(**found), any_size_moves, now, day, ids, std::move(stop));
  co_await round.walk_versions();
  if (aborts) co_await round.walk_uploads();
}

asio::awaitable<void> run_buckets(S3Door& door, bool directory, TimePoint now, std::chrono::seconds day, Ids& ids,
                                  std::stop_token stop) {
  BucketQuery query;
  query.directory = directory;
  while (!stop.stop_requested()) {
    auto page = co_await door.backend.list_buckets(query);
    if (!page.buckets.empty()) query.start_after = page.buckets.back()->name;
    for (auto& bucket : page.buckets) {
      if (!has_rules(*bucket)) continue;
      if (stop.stop_requested()) co_return;
      co_await run_bucket(door, std::move(bucket), now, day, ids, stop);
    }
    if (!page.truncated) co_return;
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
}

}  // namespace

asio::awaitable<void> run_lifecycle(S3Door& door, TimePoint now, LifecycleSettings settings, Ids& ids, std::stop_token stop) {
  co_await run_buckets(door, false, now, settings.day, ids, stop);
  co_await run_buckets(door, true, now, settings.day, ids, stop);
}

}  // namespace winterbaume::s3
