#include "services/s3/objects/object_listing.h"

#include <algorithm>

#include "core/bytes.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/s3_errors.h"
#include "services/s3/s3_limits.h"

namespace winterbaume::s3 {
namespace {

constexpr char k_token_mark = 1;

// Lists tell whole seconds, like the header Last-Modified.
TimePoint whole_seconds(TimePoint time) { return std::chrono::floor<std::chrono::seconds>(time); }

Owner shown_owner(const AccountOwner& owner) {
  return {.display_name = owner.display_name.empty() ? std::nullopt : std::optional(owner.display_name),
          .id = owner.canonical_id};
}

std::string default_storage_class(const BucketRecord& bucket) { return bucket.directory ? "EXPRESS_ONEZONE" : "STANDARD"; }

// A restored copy that is gone again is as if it never was.
std::optional<RestoreStatus> shown_restore(const ObjectRecord& record, TimePoint now) {
  if (!record.restore || record.restore->expires <= now) return std::nullopt;
  RestoreStatus status;
  status.is_restore_in_progress = record.restore->ready > now;
  if (!*status.is_restore_in_progress) status.restore_expiry_date = record.restore->expires;
  return status;
}

// What Object and ObjectVersion have in common.
template <class Entry>
Entry shown_entry(FoundObject found, const ObjectDisplay& display) {
  auto& record = found.record;
  Entry entry;
  entry.key = display.encoding(std::move(found.key));
  entry.last_modified = whole_seconds(record.modified);
  entry.e_tag = '"' + record.etag + '"';
  if (record.checksum.algorithm != ChecksumAlgorithm::none) {
    entry.checksum_algorithm.emplace().emplace_back(aws::checksum_name(record.checksum.algorithm));
    entry.checksum_type = checksum_type_name(record.checksum.type);
  }
  entry.size = static_cast<std::int64_t>(record.size);
  entry.storage_class = record.storage_class.empty() ? default_storage_class(display.bucket) : std::move(record.storage_class);
  if (display.owners) entry.owner = shown_owner(record.owner ? *record.owner : display.bucket.owner);
  if (display.restore_status) entry.restore_status = shown_restore(record, display.now);
  return entry;
}

std::string listed_version_id(const ObjectRecord& record) { return record.version_id.empty() ? "null" : record.version_id; }

}  // namespace

Result<std::size_t> page_size(std::optional<std::int32_t> asked, std::string_view parameter) {
  if (!asked) return k_page_max;
  if (*asked < 0) {
    return aws::fail(invalid_argument("Argument " + std::string(parameter) + " must be an integer between 0 and 2147483647",
                                      std::string(parameter), std::to_string(*asked)));
  }
  return std::min(static_cast<std::size_t>(*asked), k_page_max);
}

std::string NameEncoding::operator()(std::string name) const { return encoded_ ? percent_encode(name, true) : name; }

std::optional<std::string> NameEncoding::unless_empty(std::string name) const {
  if (name.empty()) return std::nullopt;
  return (*this)(std::move(name));
}

std::vector<CommonPrefix> shown_prefixes(std::vector<std::string> prefixes, const NameEncoding& encoding) {
  std::vector<CommonPrefix> shown;
  shown.reserve(prefixes.size());
  for (auto& prefix : prefixes) shown.push_back({.prefix = encoding(std::move(prefix))});
  return shown;
}

Object ObjectDisplay::object(FoundObject found) const { return shown_entry<Object>(std::move(found), *this); }

ObjectVersion ObjectDisplay::version(FoundObject found) const {
  auto id = listed_version_id(found.record);
  const bool latest = found.latest;
  auto entry = shown_entry<ObjectVersion>(std::move(found), *this);
  entry.version_id = std::move(id);
  entry.is_latest = latest;
  return entry;
}

DeleteMarkerEntry ObjectDisplay::marker(FoundObject found) const {
  return {.owner = shown_owner(found.record.owner ? *found.record.owner : bucket.owner),
          .key = encoding(std::move(found.key)),
          .version_id = listed_version_id(found.record),
          .is_latest = found.latest,
          .last_modified = whole_seconds(found.record.modified)};
}

bool asks_restore_status(const std::optional<std::vector<std::string>>& attributes) {
  return attributes && std::ranges::find(*attributes, "RestoreStatus") != attributes->end();
}

std::string make_list_token(const std::string& last) { return to_base64(k_token_mark + last); }

std::optional<std::string> parse_list_token(const std::string& token) {
  auto last = from_base64(token);
  if (!last || last->size() < 2 || last->front() != k_token_mark) return std::nullopt;
  return last->substr(1);
}

}  // namespace winterbaume::s3
