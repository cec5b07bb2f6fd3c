#include "services/s3/inspection.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>

#include "aws/query_string.h"
#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/background.h"

namespace winterbaume::s3 {
namespace {

namespace json = boost::json;

constexpr std::size_t k_page = 1000;

std::string iso_time(TimePoint time) {
  std::string out;
  aws::append_iso8601(out, time);
  return out;
}

std::string_view versioning_name(Versioning versioning) {
  switch (versioning) {
    case Versioning::never:
      return "never";
    case Versioning::enabled:
      return "Enabled";
    case Versioning::suspended:
      break;
  }
  return "Suspended";
}

json::object bucket_json(const BucketRecord& bucket) {
  return {{"name", bucket.name},
          {"region", bucket.region},
          {"owner", bucket.owner.account_id},
          {"created", iso_time(bucket.created)},
          {"versioning", versioning_name(bucket.versioning)},
          {"object_lock", bucket.object_lock},
          {"directory", bucket.directory}};
}

json::object object_json(const FoundObject& found) {
  const auto& record = found.record;
  json::object out{{"key", found.key},
                   {"version_id", record.version_id.empty() ? "null" : record.version_id},
                   {"modified", iso_time(record.modified)}};
  if (record.delete_marker) {
    out["delete_marker"] = true;
    return out;
  }
  out["size"] = record.size;
  out["etag"] = record.etag;
  return out;
}

json::object upload_json(const UploadRecord& upload) {
  return {{"key", upload.key}, {"upload_id", upload.id}, {"initiated", iso_time(upload.initiated)}};
}

asio::awaitable<std::vector<BucketPtr>> all_buckets(S3Door& door) {
  std::vector<BucketPtr> all;
  for (const bool directory : {false, true}) {
    BucketQuery query{.max = k_page, .directory = directory};
    for (bool more = true; more;) {
      auto page = co_await door.backend.list_buckets(query);
      more = page.truncated && !page.buckets.empty();
      if (more) query.start_after = page.buckets.back()->name;
      std::ranges::move(page.buckets, std::back_inserter(all));
    }
  }
  co_return all;
}

asio::awaitable<std::string> show_buckets(S3Door& door) {
  json::array list;
  for (const auto& bucket : co_await all_buckets(door)) list.push_back(bucket_json(*bucket));
  co_return json::serialize(json::object{{"buckets", std::move(list)}});
}

asio::awaitable<json::object> count_blobs(S3Door& door) {
  std::uint64_t count = 0, bytes = 0;
  std::string after;
  for (;;) {
    const auto page = co_await door.backend.blobs().list(after, k_page);
    for (const auto& blob : page) bytes += blob.size;
    count += page.size();
    if (page.size() < k_page) break;
    after = page.back().key;
  }
  co_return json::object{{"count", count}, {"bytes", bytes}};
}

asio::awaitable<std::string> show_summary(S3Door& door) {
  auto blobs = co_await count_blobs(door);
  const auto buckets = co_await all_buckets(door);
  co_return json::serialize(json::object{{"buckets", buckets.size()}, {"blobs", std::move(blobs)}});
}

struct Counts {
  std::uint64_t versions = 0, delete_markers = 0, bytes = 0, uploads = 0;
};

asio::awaitable<Counts> count_bucket(S3Door& door, std::string name) {
  Counts counts;
  ObjectQuery query{.bucket = name, .max = k_page};
  for (bool more = true; more;) {
    const auto page = co_await door.backend.list_versions(query);
    if (!page) break;
    for (const auto& found : page->objects) {
      ++(found.record.delete_marker ? counts.delete_markers : counts.versions);
      counts.bytes += found.record.size;
    }
    more = page->truncated;
    query.start_after = page->next_key;
    query.version_marker = page->next_version_id;
  }
  UploadQuery uploads{.bucket = name, .max = k_page};
  for (bool more = true; more;) {
    const auto page = co_await door.backend.list_uploads(uploads);
    if (!page) break;
    counts.uploads += page->uploads.size();
    more = page->truncated;
    uploads.key_marker = page->next_key;
    uploads.upload_id_marker = page->next_upload_id;
  }
  co_return counts;
}

asio::awaitable<std::optional<std::string>> show_bucket(S3Door& door, std::string name) {
  const auto bucket = co_await door.backend.get_bucket(name);
  if (!bucket) co_return std::nullopt;
  const auto counts = co_await count_bucket(door, std::move(name));
  auto out = bucket_json(**bucket);
  out["versions"] = counts.versions;
  out["delete_markers"] = counts.delete_markers;
  out["bytes"] = counts.bytes;
  out["uploads"] = counts.uploads;
  co_return json::serialize(out);
}

struct Paging {
  std::string prefix, start_after;
  std::size_t max = k_page;
};
Paging paging_of(const aws::QueryString& query) {
  Paging paging;
  paging.prefix = query.find_decoded("prefix").value_or("");
  paging.start_after = query.find_decoded("start_after").value_or("");
  if (auto max = parse_integer(query.find_decoded("max").value_or(""))) {
    paging.max = static_cast<std::size_t>(std::clamp<std::int64_t>(*max, 1, k_page));
  }
  return paging;
}

asio::awaitable<std::optional<std::string>> show_objects(S3Door& door, std::string name, Paging paging) {
  const auto page = co_await door.backend.list_versions({.bucket = std::move(name),
                                                         .prefix = std::move(paging.prefix),
                                                         .start_after = std::move(paging.start_after),
                                                         .max = paging.max});
  if (!page) co_return std::nullopt;
  json::array list;
  for (const auto& found : page->objects) list.push_back(object_json(found));
  json::object out{{"objects", std::move(list)}, {"truncated", page->truncated}};
  if (page->truncated) out["next_start_after"] = page->next_key;
  co_return json::serialize(out);
}

asio::awaitable<std::optional<std::string>> show_uploads(S3Door& door, std::string name, Paging paging) {
  const auto page = co_await door.backend.list_uploads({.bucket = std::move(name),
                                                        .prefix = std::move(paging.prefix),
                                                        .key_marker = std::move(paging.start_after),
                                                        .max = paging.max});
  if (!page) co_return std::nullopt;
  json::array list;
  for (const auto& upload : page->uploads) list.push_back(upload_json(upload));
  json::object out{{"uploads", std::move(list)}, {"truncated", page->truncated}};
  if (page->truncated) out["next_start_after"] = page->next_key;
  co_return json::serialize(out);
}

}  // namespace

asio::awaitable<std::optional<std::string>> inspect_storage(S3Door& door, std::string target) {
  constexpr std::string_view k_buckets = "buckets/";
  const auto question = target.find('?');
  std::string_view path = std::string_view(target).substr(0, question);
  const aws::QueryString query(question == std::string::npos ? std::string_view{}
                                                             : std::string_view(target).substr(question + 1));
  if (path.empty()) co_return co_await show_summary(door);
  if (path == "blobs") co_return json::serialize(co_await count_blobs(door));
  if (path == "buckets") co_return co_await show_buckets(door);
  if (path == "events" && door.background) co_return door.background->recorded_events().json();
  if (!path.starts_with(k_buckets)) co_return std::nullopt;
  path.remove_prefix(k_buckets.size());
  const auto slash = path.find('/');
  std::string name(path.substr(0, slash));
  const auto rest = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  if (rest.empty()) co_return co_await show_bucket(door, std::move(name));
  if (rest == "objects") co_return co_await show_objects(door, std::move(name), paging_of(query));
  if (rest == "uploads") co_return co_await show_uploads(door, std::move(name), paging_of(query));
  co_return std::nullopt;
}

}  // namespace winterbaume::s3
