#include "services/s3/directory/upload_prefixes.h"

#include <algorithm>
#include <iterator>

namespace winterbaume::s3 {
namespace {

// Those that belong to the page: none lies behind its end, and no more of them are needed than fit.
asio::awaitable<Result<std::vector<std::string>>> find_prefixes(S3Door& door, ObjectQuery query, std::string last) {
  std::vector<std::string> prefixes;
  UploadQuery uploads{.bucket = std::move(query.bucket),
                      .prefix = std::move(query.prefix),
                      .delimiter = std::move(query.delimiter),
                      .key_marker = std::move(query.start_after),
                      .upload_id_marker = {}};
  while (prefixes.size() <= query.max) {
    auto page = co_await door.backend.list_uploads(uploads);
    if (!page) co_return aws::fail(std::move(page.error()));
    for (auto& prefix : page->common_prefixes) {
      if (!last.empty() && prefix > last) co_return prefixes;
      prefixes.push_back(std::move(prefix));
    }
    if (!page->truncated || (!last.empty() && page->next_key > last)) break;
    uploads.key_marker = std::move(page->next_key);
    uploads.upload_id_marker = std::move(page->next_upload_id);
  }
  co_return prefixes;
}

}  // namespace

void merge_prefixes(ObjectPage& page, std::vector<std::string> prefixes, std::size_t max) {
  std::vector<std::string> all;
  std::ranges::set_union(page.common_prefixes, prefixes, std::back_inserter(all));
  page.common_prefixes = std::move(all);
  auto& objects = page.objects;
  auto& common = page.common_prefixes;
  while (objects.size() + common.size() > max) {
    page.truncated = true;
    if (common.empty() || (!objects.empty() && objects.back().key > common.back())) {
      objects.pop_back();
    } else {
      common.pop_back();
    }
  }
  page.next_key.clear();
  if (!objects.empty()) page.next_key = objects.back().key;
  if (!common.empty()) page.next_key = std::max(page.next_key, common.back());
}

asio::awaitable<Result<void>> add_upload_prefixes(S3Door& door, ObjectQuery query, ObjectPage& page) {
  if (query.delimiter.empty() || query.max == 0) co_return Result<void>{};
  const auto max = query.max;
  auto prefixes = co_await find_prefixes(door, std::move(query), page.truncated ? page.next_key : std::string());
  if (!prefixes) co_return aws::fail(std::move(prefixes.error()));
  if (!prefixes->empty()) merge_prefixes(page, std::move(*prefixes), max);
  co_return Result<void>{};
}

}  // namespace winterbaume::s3
