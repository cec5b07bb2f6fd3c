// How a request names its bucket: in its path, or in its host (Amazon S3 User Guide, "Virtual hosting of general purpose
// buckets", "Website endpoints").
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace winterbaume::s3 {

struct Address {
  bool by_s3_label = false;  // a label of the host is S3's own: "s3", "s3-eu-west-1", "s3-website", "s3express-use1-az4"
  bool website = false;
  std::string bucket;  // lower case; empty: the path names it
};

// "bucket.s3.eu-west-1.amazonaws.com", "bucket.s3.localhost:5555", and "bucket.<domain>" for each of `domains`. Any other host
// is an endpoint, and the path names the bucket.
Address find_address(std::string_view host, std::span<const std::string> domains);

// "/bucket/key?query" of a path-style target; the bucket percent-decoded (as sent where that is broken).
struct SplitTarget {
  std::string bucket;    // empty: none
  bool has_key = false;  // something follows the bucket's slash
};
SplitTarget split_target(std::string_view path);

// Begins with '/', and every escape is whole and spells UTF-8.
bool is_well_formed_path(std::string_view path);

}  // namespace winterbaume::s3
