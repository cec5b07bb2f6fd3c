// The contract of Vfs, and of a BlobStore over it, as GoogleTest cases over a factory.
//
//   INSTANTIATE_TEST_SUITE_P(Memory, VfsContract, testing::Values(VfsUnderTest{.name = "Memory", .make = &make}));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "storage/testing/coroutine_case.h"
#include "storage/vfs.h"

namespace winterbaume::storage_testing {

struct VfsUnderTest {
  std::string name;
  // A Vfs without blobs. Called once a case.
  std::function<std::shared_ptr<Vfs>(asio::io_context&)> make;
  Deviations deviations = {};
};
inline std::ostream& operator<<(std::ostream& out, const VfsUnderTest& vfs) { return out << vfs.name; }

// Bytes that tell their place: a piece that is lost, doubled or moved is seen.
std::string pattern(std::size_t size, std::uint64_t offset = 0);

class VfsContract : public ::testing::TestWithParam<VfsUnderTest>, public CoroutineCase {
 protected:
  void SetUp() override;

  // Short forms; a coroutine each, so that cases can run several at once.
  asio::awaitable<void> write_blob(BlobKey key, std::string bytes, std::size_t piece_bytes = 64 << 10);
  asio::awaitable<std::string> read_blob(BlobKey key);  // "(none)" where there is no such blob
  asio::awaitable<std::string> read_range(BlobReader& reader, std::uint64_t offset, std::size_t size);

  void put(BlobKey key, std::string bytes) { run(write_blob(std::move(key), std::move(bytes))); }
  std::string get(BlobKey key) { return run(read_blob(std::move(key))); }
  std::vector<std::string> list(std::string prefix = "", std::string start_after = "", std::size_t limit = 1000);

  std::shared_ptr<Vfs> vfs_;
};

}  // namespace winterbaume::storage_testing
