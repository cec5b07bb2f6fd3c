// Lists of objects, of versions and of uploads. Each walks rows in the order of keys and steps over a common prefix by a seek, so
// that a page costs by what it shows.
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"
#include "services/s3/store/keys.h"
#include "services/s3/store/record_codec.h"
#include "services/s3/store/row_cursor.h"
#include "services/s3/store/store_s3_backend.h"

namespace winterbaume::s3 {
namespace {

// The common prefix that rolls `key` up; empty where it stands for itself.
std::string common_prefix(const std::string& key, const std::string& prefix, const std::string& delimiter) {
  if (delimiter.empty() || !key.starts_with(prefix)) return {};
  const auto at = key.find(delimiter, prefix.size());
  return at == std::string::npos ? std::string() : key.substr(0, at + delimiter.size());
}

// Where a listing begins, as a key: after the marker, and after all of a common prefix that is not greater than the marker
// (Amazon S3 API Reference, ListObjectsV2: "CommonPrefixes is filtered out from results if it is not lexicographically greater").
struct Beginning {
  std::string key;
  bool past_all = false;  // not at the key, but after every key that begins with it
};
Beginning beginning_of(const std::string& prefix, const std::string& delimiter, const std::string& start_after) {
  if (start_after.empty() || start_after < prefix) return {prefix};
  auto rolled = common_prefix(start_after, prefix, delimiter);
  if (rolled.empty()) return {start_after + '\0'};
  return {std::move(rolled), true};
}

// The first row of that kind from there on. Rows of "c" have the key as it is, those of "v" and "u" escaped.
std::string first_row(char kind, const Beginning& from) {
  auto row = std::string(1, kind) + (kind == 'c' ? from.key : escape_key(from.key));
  return from.past_all ? prefix_range(std::move(row)).end : row;
}
std::string row_past(char kind, const std::string& prefix) { return first_row(kind, {prefix, true}); }

FoundObject listed(std::string key, const Row& row, bool latest) {
  return {std::move(key), decode_listed_object(row.value), latest, row.version};
}

// Either the page is full, or there is room for one more.
bool full(const ObjectPage& page, std::size_t max) { return page.objects.size() + page.common_prefixes.size() >= max; }

}  // namespace

asio::awaitable<Result<ObjectPage>> StoreS3Backend::list_objects(ObjectQuery query) {
  auto bucket = co_await get_bucket(query.bucket);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  ObjectPage page;
  if (query.max == 0) co_return page;
  auto range = prefix_range(current_row(query.prefix));
  range.begin = first_row('c', beginning_of(query.prefix, query.delimiter, query.start_after));
  RowCursor rows(*store_, bucket_partition(query.bucket), range, k_listing_bytes, query.delimiter.empty() ? query.max + 1 : 16);
  if (query.delimiter.empty()) page.objects.reserve(std::min(query.max, k_page_max));
  while (Row* row = co_await rows.peek()) {
    auto key = row->key.substr(1);
    auto rolled = common_prefix(key, query.prefix, query.delimiter);
    if (full(page, query.max)) {
      page.truncated = true;
      break;
    }
    if (rolled.empty()) {
      page.objects.push_back(listed(std::move(key), *row, true));
      rows.next();
    } else {
      rows.seek(row_past('c', rolled));
      page.next_key = rolled;
      page.common_prefixes.push_back(std::move(rolled));
    }
  }
  if (!page.objects.empty() && page.objects.back().key > page.next_key) page.next_key = page.objects.back().key;
  co_return page;
}

namespace {

// The latest objects and the other versions of a bucket, as one list: by key, each key's newest first.
class VersionWalk {
 public:
  VersionWalk(StateStore& store, const PartitionKey& partition, const ObjectQuery& query, std::size_t wanted)
      : current_(store, partition, range('c', query.prefix, query.prefix), k_listing_bytes, wanted),
        others_(store, partition, range('v', escape_key(query.prefix), escape_key(query.prefix)), k_listing_bytes, wanted) {}

  void seek(const Beginning& from) {
    current_.seek(first_row('c', from));
    others_.seek(first_row('v', from));
  }
  void seek_current(std::string row) { current_.seek(std::move(row)); }
  void seek_others(std::string row) { others_.seek(std::move(row)); }

  // The version at hand; null at the end.
  asio::awaitable<std::optional<FoundObject>> peek() {
    Row* current = co_await current_.peek();
    Row* other = co_await others_.peek();
    from_current_ = current != nullptr;
    if (!current && !other) co_return std::nullopt;
    std::optional<SplitRow> split;
    if (other) split = split_row(other->key);
    if (current && (!split || current->key.compare(1, std::string::npos, split->key) <= 0)) {
      co_return listed(current->key.substr(1), *current, true);
    }
    from_current_ = false;
    if (!split) co_return std::nullopt;
    const bool latest = last_key_ != split->key;
    co_return listed(std::move(split->key), *other, latest);
  }
  void next(const std::string& key) {
    last_key_ = key;
    from_current_ ? current_.next() : others_.next();
  }
  // Versions of this key that come are not its latest: that lies before.
  void set_last_key(std::string key) { last_key_ = std::move(key); }

 private:
  static KeyRange range(char kind, const std::string& prefix, const std::string& begin) {
    auto range = prefix_range(std::string(1, kind) + prefix);
    range.begin = std::string(1, kind) + begin;
    return range;
  }
  RowCursor current_;
  RowCursor others_;
  bool from_current_ = false;
  std::optional<std::string> last_key_;
};

}  // namespace

// Where a list of versions goes on within a key: behind the marker, in the order of versions. The marker itself may be gone, and
// what followed it may be the latest by now.
asio::awaitable<Result<StoreS3Backend::VersionPlace>> StoreS3Backend::find_version_place(BucketPtr bucket, std::string key,
                                                                                         std::string version_id) {
  auto order = order_of(std::string_view(version_id));
  if (version_id == "null") {
    auto pointer = co_await get(*bucket, null_row(key));
    if (pointer) order = std::move(pointer->value);
  } else if (!order) {
    co_return aws::fail(invalid_argument("Invalid version id specified", "version-id-marker", version_id));
  }
  auto current = co_await get(*bucket, current_row(key));
  std::optional<std::string> current_order;
  if (current) {
    const auto record = decode_object(current->value);
    current_order = order_of(record);
    if (version_id == "null" && record.version_id.empty()) order = current_order;
  }
  // Nobody knows where a null version was that is gone: the whole key comes again, rather than less than all of it.
  if (!order) co_return VersionPlace{};
  VersionPlace place{.after_row = version_row(key, *order)};
  place.skip_current = current_order && *current_order <= *order;
  auto newest = co_await find_newest_noncurrent(*bucket, key, "");
  place.newer_left = place.skip_current || (!current && newest && order_of(newest->record) <= *order);
  co_return place;
}

asio::awaitable<Result<ObjectPage>> StoreS3Backend::list_versions(ObjectQuery query) {
  auto bucket = co_await get_bucket(query.bucket);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  ObjectPage page;
  if (query.max == 0) co_return page;
  VersionWalk walk(*store_, bucket_partition(query.bucket), query, query.delimiter.empty() ? query.max + 1 : 16);
  if (query.version_marker.empty()) {
    walk.seek(beginning_of(query.prefix, query.delimiter, query.start_after));
  } else {
    auto place = co_await find_version_place(*bucket, query.start_after, query.version_marker);
    if (!place) co_return aws::fail(std::move(place.error()));
    walk.seek({query.start_after});
    if (place->skip_current) walk.seek_current(current_row(query.start_after) + '\0');
    if (!place->after_row.empty()) walk.seek_others(place->after_row + '\0');
    if (place->newer_left) walk.set_last_key(query.start_after);
  }
  while (auto version = co_await walk.peek()) {
    if (full(page, query.max)) {
      page.truncated = true;
      break;
    }
    auto rolled = common_prefix(version->key, query.prefix, query.delimiter);
    page.next_key = rolled.empty() ? version->key : rolled;
    if (rolled.empty()) {
      page.next_version_id = version->record.version_id.empty() ? "null" : version->record.version_id;
      walk.next(version->key);
      page.objects.push_back(std::move(*version));
    } else {
      page.next_version_id.clear();
      walk.seek({rolled, true});
      page.common_prefixes.push_back(std::move(rolled));
    }
  }
  co_return page;
}

namespace {

// Without an upload id the marker's key is passed over whole (Amazon S3 API Reference, ListMultipartUploads).
std::string first_upload_row(const UploadQuery& query) {
  if (!query.key_marker.empty() && !query.upload_id_marker.empty()) {
    return upload_row(query.key_marker, query.upload_id_marker) + '\0';
  }
  return first_row('u', beginning_of(query.prefix, query.delimiter, query.key_marker));
}

}  // namespace

asio::awaitable<Result<UploadPage>> StoreS3Backend::list_uploads(UploadQuery query) {
  auto bucket = co_await get_bucket(query.bucket);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  UploadPage page;
  if (query.max == 0) co_return page;
  auto range = prefix_range("u" + escape_key(query.prefix));
  range.begin = std::max(range.begin, first_upload_row(query));
  RowCursor rows(*store_, bucket_partition(query.bucket), range, std::numeric_limits<std::size_t>::max(),
                 query.delimiter.empty() ? query.max + 1 : 16);
  while (Row* row = co_await rows.peek()) {
    if (page.uploads.size() + page.common_prefixes.size() >= query.max) {
      page.truncated = true;
      break;
    }
    auto upload = decode_upload(row->value);
    auto rolled = common_prefix(upload.key, query.prefix, query.delimiter);
    page.next_key = rolled.empty() ? upload.key : rolled;
    page.next_upload_id = rolled.empty() ? upload.id : std::string();
    if (rolled.empty()) {
      page.uploads.push_back(std::move(upload));
      rows.next();
    } else {
      rows.seek(row_past('u', rolled));
      page.common_prefixes.push_back(std::move(rolled));
    }
  }
  co_return page;
}

}  // namespace winterbaume::s3
