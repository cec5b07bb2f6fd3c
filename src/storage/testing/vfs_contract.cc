#include "storage/testing/vfs_contract.h"

#include <unistd.h>

#include <algorithm>

namespace winterbaume::storage_testing {

std::string pattern(std::size_t size, std::uint64_t offset) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    auto place = offset + i;
    out[i] = static_cast<char>((place * 0x9e3779b97f4a7c15ULL >> 56) ^ place);
  }
  return out;
}

void VfsContract::SetUp() {
  if (auto why = deviation(GetParam().deviations)) GTEST_SKIP() << *why;
  vfs_ = GetParam().make(context());
}

asio::awaitable<void> VfsContract::write_blob(BlobKey key, std::string bytes, std::size_t piece_bytes) {
  auto writer = co_await vfs_->create(std::move(key));
  for (std::size_t at = 0; at < bytes.size(); at += piece_bytes) {
    co_await writer->write(std::span<const char>(bytes).subspan(at, std::min(piece_bytes, bytes.size() - at)));
  }
  co_await writer->commit();
}

asio::awaitable<std::string> VfsContract::read_range(BlobReader& reader, std::uint64_t offset, std::size_t size) {
  std::string out(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    auto got = co_await reader.read_at(offset + done, std::span<char>(out).subspan(done));
    if (got == 0) break;
    done += got;
  }
  out.resize(done);
  co_return out;
}

asio::awaitable<std::string> VfsContract::read_blob(BlobKey key) {
  auto reader = co_await vfs_->open(std::move(key));
  if (!reader) co_return "(none)";
  co_return co_await read_range(*reader, 0, static_cast<std::size_t>(reader->size()));
}

std::vector<std::string> VfsContract::list(std::string prefix, std::string start_after, std::size_t limit) {
  std::vector<std::string> out;
  for (auto& blob : run(vfs_->list(std::move(prefix), std::move(start_after), limit))) out.push_back(std::move(blob.key));
  return out;
}

}  // namespace winterbaume::storage_testing
