#include "services/s3/directory/upload_prefixes.h"

#include <gmock/gmock.h>

#include "services/s3/testing/door_fixture.h"

namespace winterbaume::s3 {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> keys_of(const ObjectPage& page) {
  std::vector<std::string> keys;
  for (const auto& object : page.objects) keys.push_back(object.key);
  return keys;
}

class UploadPrefixesTest : public DoorTest {
 protected:
  UploadPrefixesTest() { make_bucket("d", Versioning::never); }
  void upload(std::string key) {
    ASSERT_TRUE(run(backend->create_upload("d", {.id = "upload of " + key, .key = key})).has_value());
  }
  ObjectPage list(ObjectQuery query) {
    query.bucket = "d";
    auto page = *run(backend->list_objects(query));
    EXPECT_TRUE(run(add_upload_prefixes(door, query, page)).has_value());
    return page;
  }
};

TEST_F(UploadPrefixesTest, PrefixesOfUploadsAreMergedInOrder) {
  for (const char* key : {"a", "b/1", "d/1"}) put("d", key);
  for (const char* key : {"a-no-prefix", "b/2", "c/1", "c/2", "e/1"}) upload(key);
  const auto page = list({.delimiter = "/"});
  EXPECT_THAT(keys_of(page), ElementsAre("a"));
  EXPECT_THAT(page.common_prefixes, ElementsAre("b/", "c/", "d/", "e/"));
  EXPECT_FALSE(page.truncated);
  EXPECT_THAT(list({}).common_prefixes, IsEmpty());
  EXPECT_THAT(list({.prefix = "c/", .delimiter = "/"}).common_prefixes, IsEmpty());
}

TEST_F(UploadPrefixesTest, PagesLeaveNothingOutAndTellNothingTwice) {
  for (const char* key : {"a", "b/1", "c", "f/1"}) put("d", key);
  for (const char* key : {"a/1", "b/2", "d/1", "e/1", "g/1"}) upload(key);
  std::vector<std::string> seen;
  ObjectQuery query{.delimiter = "/", .max = 2};
  while (true) {
    auto page = list(query);
    EXPECT_LE(page.objects.size() + page.common_prefixes.size(), 2u);
    for (auto& key : keys_of(page)) seen.push_back(std::move(key));
    for (auto& prefix : page.common_prefixes) seen.push_back(std::move(prefix));
    if (!page.truncated) break;
    query.start_after = page.next_key;
  }
  std::ranges::sort(seen);
  EXPECT_THAT(seen, ElementsAre("a", "a/", "b/", "c", "d/", "e/", "f/", "g/"));
}

}  // namespace
}  // namespace winterbaume::s3
