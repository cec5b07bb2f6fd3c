// Lists of objects, of versions and of uploads. Each walks rows in the order of keys and steps over a common prefix by a seek, so
// that a page costs by what it shows.
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

// The first key after all that begin with `prefix`.
std::string past(std::string prefix) { return prefix_range(std::move(prefix)).end; }

// Where a listing begins: after the marker, and after all of a common prefix that is not greater than the marker (Amazon S3 API
// Reference, ListObjectsV2: "CommonPrefixes is filtered out from results if it is not lexicographically greater").
std::string first_key(const std::string& prefix, const std::string& delimiter, const std::string& start_after) {
  if (start_after.empty() || start_after < prefix) return prefix;
  auto rolled = common_prefix(start_after, prefix, delimiter);
  return rolled.empty() ? start_after + '\0' : past(std::move(rolled));
}

FoundObject listed(std::string key, const Row& row, bool latest) {
  return {std::move(key), decode_object(row.value), latest, row.version};
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
  range.begin = current_row(first_key(query.prefix, query.delimiter, query.start_after));
  RowCursor rows(*store_, bucket_partition(query.bucket), range, k_listing_bytes, query.delimiter.empty() ? query.max + 1 : 16);
  while (Row* row = co_await rows.peek()) {
    auto key = row->key.substr(1);
    auto rolled = common_prefix(key, query.prefix, query.delimiter);
    if (full(page, query.max)) {
      page.truncated = true;
      break;
    }
    if (rolled.empty()) {
      page.objects.push_back(listed(key, *row, true));
      page.next_key = std::move(key);
      rows.next();
    } else {
      rows.seek(current_row(past(rolled)));
      page.next_key = rolled;
      page.common_prefixes.push_back(std::move(rolled));
    }
  }
  co_return page;
}

namespace {

// The latest objects and the other versions of a bucket, as one list: by key, each key's newest first.
class VersionWalk {
 public:
  VersionWalk(StateStore& store, const PartitionKey& partition, const ObjectQuery& query, std::size_t wanted)
      : current_(store, partition, range('c', query.prefix, query.prefix), k_listing_bytes, wanted),
        others_(store, partition, range('v', escape_key(query.prefix), escape_key(query.prefix)), k_listing_bytes, wanted) {}

  void seek(const std::string& key) {
    current_.seek(current_row(key));
    others_.seek("v" + escape_key(key));
  }
  void seek_others(std::string row) { others_.seek(std::move(row)); }
  void skip_current(const std::string& key) { current_.seek(current_row(key) + '\0'); }

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
    const bool latest = split->key != last_key_;
    co_return listed(std::move(split->key), *other, latest);
  }
  void next(const std::string& key) {
    last_key_ = key;
    from_current_ ? current_.next() : others_.next();
  }
  // Versions of this key that come are not its latest: the latest lies before.
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
  std::string last_key_ = std::string(1, '\0') + '\xff';  // of no key: not UTF-8
};

}  // namespace

asio::awaitable<Result<ObjectPage>> StoreS3Backend::list_versions(ObjectQuery query) {
  auto bucket = co_await get_bucket(query.bucket);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  ObjectPage page;
  if (query.max == 0) co_return page;
  VersionWalk walk(*store_, bucket_partition(query.bucket), query, query.delimiter.empty() ? query.max + 1 : 16);
  walk.seek(first_key(query.prefix, query.delimiter, query.start_after));
  if (!query.version_marker.empty()) {
    // Go on within the key, after that version. One that is gone by now still has its place.
    walk.seek(query.start_after);
    walk.set_last_key(query.start_after);
    auto current = co_await get(**bucket, current_row(query.start_after));
    std::string shown;
    if (current) {
      const auto record = decode_object(current->value);
      shown = record.version_id.empty() ? "null" : record.version_id;
    }
    walk.skip_current(query.start_after);
    if (shown != query.version_marker) {
      auto order = order_of(std::string_view(query.version_marker));
      if (query.version_marker == "null") {
        auto pointer = co_await get(**bucket, null_row(query.start_after));
        if (pointer) order = std::move(pointer->value);
      }
      if (order) walk.seek_others(version_row(query.start_after, *order) + '\0');
    }
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
      walk.seek(past(rolled));
      page.common_prefixes.push_back(std::move(rolled));
    }
  }
  co_return page;
}

asio::awaitable<Result<UploadPage>> StoreS3Backend::list_uploads(UploadQuery query) {
  auto bucket = co_await get_bucket(query.bucket);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  UploadPage page;
  if (query.max == 0) co_return page;
  auto range = prefix_range("u" + escape_key(query.prefix));
  // Without an upload id the marker's key is passed over whole (Amazon S3 API Reference, ListMultipartUploads).
  auto begin = "u" + escape_key(first_key(query.prefix, query.delimiter, query.key_marker));
  if (!query.key_marker.empty() && !query.upload_id_marker.empty()) {
    begin = upload_row(query.key_marker, query.upload_id_marker) + '\0';
  } else if (query.key_marker >= query.prefix && !query.key_marker.empty()) {
    begin = std::max(begin, past(uploads_prefix(query.key_marker)));
  }
  range.begin = std::max(range.begin, std::move(begin));
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
      rows.seek("u" + escape_key(past(rolled)));
      page.common_prefixes.push_back(std::move(rolled));
    }
  }
  co_return page;
}

}  // namespace winterbaume::s3
