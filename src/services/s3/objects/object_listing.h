// What ListObjects, ListObjectsV2 and ListObjectVersions share: page sizes, encoded names, and how an object is shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "generated/s3/types.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// How many keys a page may have: 1000 where nothing was asked for or more was. InvalidArgument below zero. `parameter` is the
// name on the wire: "max-keys".
Result<std::size_t> page_size(std::optional<std::int32_t> asked, std::string_view parameter);

// Names in an answer, percent-encoded with encoding-type=url: the keys, prefixes, delimiters and markers of a listing.
class NameEncoding {
 public:
  explicit NameEncoding(const std::optional<std::string>& encoding_type) : encoded_(encoding_type == "url") {}
  std::string operator()(std::string name) const;
  // Null where the name is empty.
  std::optional<std::string> unless_empty(std::string name) const;

 private:
  bool encoded_;
};

std::vector<CommonPrefix> shown_prefixes(std::vector<std::string> prefixes, const NameEncoding& encoding);

// How the objects of one listing are shown.
struct ObjectDisplay {
  const BucketRecord& bucket;
  NameEncoding encoding;
  TimePoint now;
  bool owners = false;
  bool restore_status = false;  // asked for by x-amz-optional-object-attributes

  Object object(FoundObject found) const;
  ObjectVersion version(FoundObject found) const;
  DeleteMarkerEntry marker(FoundObject found) const;
};
bool asks_restore_status(const std::optional<std::vector<std::string>>& attributes);

// A continuation token names the last key or common prefix of a page; it means nothing to its reader.
std::string make_list_token(const std::string& last);
std::optional<std::string> parse_list_token(const std::string& token);  // null: none of ours

}  // namespace winterbaume::s3
