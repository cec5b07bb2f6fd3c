// Lists: keys in the order of their bytes, common prefixes once each, pages that go on where the last one ended.
#include <fmt/format.h>

#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {

TEST_P(BackendContract, KeysAreListedInTheOrderOfTheirBytes) {
  make_bucket("photos");
  for (const char* key : {"b", "a", "\xc3\xa9", "a/b", "a-b", "B", "\xf0\x9f\x98\x80", "\xef\xbf\xbd", "a0"}) {
    put("photos", key);
  }
  EXPECT_EQ(list({.bucket = "photos"}), "B a a-b a/b a0 b \xc3\xa9 \xef\xbf\xbd \xf0\x9f\x98\x80");
  EXPECT_EQ(list({.bucket = "photos", .prefix = "a"}), "a a-b a/b a0");
  EXPECT_EQ(list({.bucket = "photos", .prefix = "a", .start_after = "a-b"}), "a/b a0");
  EXPECT_EQ(list({.bucket = "photos", .prefix = "a", .start_after = "B"}), "a a-b a/b a0");
  EXPECT_EQ(list({.bucket = "photos", .prefix = "a", .start_after = "b"}), "");
  EXPECT_EQ(list({.bucket = "photos", .prefix = "none"}), "");
}

TEST_P(BackendContract, ADelimiterRollsKeysUp) {
  make_bucket("photos");
  for (const char* key : {"a", "b/1", "b/2", "b/c/3", "d--4", "d--5", "e/", "f"}) put("photos", key);
  EXPECT_EQ(list({.bucket = "photos", .delimiter = "/"}), "a [b/] d--4 d--5 [e/] f");
  EXPECT_EQ(list({.bucket = "photos", .prefix = "b/", .delimiter = "/"}), "b/1 b/2 [b/c/]");
  EXPECT_EQ(list({.bucket = "photos", .prefix = "b", .delimiter = "/"}), "[b/]");
  EXPECT_EQ(list({.bucket = "photos", .prefix = "e/", .delimiter = "/"}), "e/");
  EXPECT_EQ(list({.bucket = "photos", .delimiter = "--"}), "a b/1 b/2 b/c/3 [d--] e/ f");
  EXPECT_EQ(list({.bucket = "photos", .delimiter = "none"}), "a b/1 b/2 b/c/3 d--4 d--5 e/ f");
}

TEST_P(BackendContract, PagesGoOnWhereTheLastOneEnded) {
  make_bucket("photos");
  for (const char* key : {"a", "b/1", "b/2", "c", "d/1", "e"}) put("photos", key);
  for (std::size_t max = 1; max <= 6; ++max) {
    ObjectQuery query{.bucket = "photos", .delimiter = "/", .max = max};
    std::string all;
    while (true) {
      auto page = run(backend_->list_objects(query)).value();
      EXPECT_LE(page.objects.size() + page.common_prefixes.size(), max);
      const bool truncated = page.truncated;
      page.truncated = false;
      all += (all.empty() ? "" : " ") + names(page);
      if (!truncated) break;
      query.start_after = page.next_key;
    }
    EXPECT_EQ(all, "a [b/] c [d/] e") << max;
  }
  EXPECT_EQ(list({.bucket = "photos", .max = 0}), "");
  EXPECT_EQ(list({.bucket = "photos", .max = 6}), "a b/1 b/2 c d/1 e");
  EXPECT_EQ(list({.bucket = "photos", .max = 5}), "a b/1 b/2 c d/1 …");
}

// Amazon S3 API Reference, ListObjectsV2: a common prefix that is not greater than the marker is not listed.
TEST_P(BackendContract, AMarkerWithinACommonPrefixPassesItOver) {
  make_bucket("photos");
  for (const char* key : {"a", "b/1", "b/2", "c"}) put("photos", key);
  EXPECT_EQ(list({.bucket = "photos", .delimiter = "/", .start_after = "b/1"}), "c");
  EXPECT_EQ(list({.bucket = "photos", .delimiter = "/", .start_after = "b/"}), "c");
  EXPECT_EQ(list({.bucket = "photos", .delimiter = "/", .start_after = "b"}), "[b/] c");
  EXPECT_EQ(list({.bucket = "photos", .start_after = "b/1"}), "b/2 c");
  EXPECT_EQ(list_versions({.bucket = "photos", .delimiter = "/", .start_after = "b/1"}), "c=bytes*");
}

TEST_P(BackendContract, KeysOfAnyBytesAreListed) {
  make_bucket("photos", Versioning::enabled);
  const std::string nul("\0", 1);
  const std::vector<std::string> keys{nul,     nul + "a", "a",    "a" + nul,  "a" + nul + nul, "a" + nul + "b",
                                      "a\x01", "ab",      "\xff", "\xff\xff", "\xff\xff" + nul};
  for (const auto& key : keys) put("photos", key);
  for (const auto& key : keys) put("photos", key);
  const auto keys_of = [](const ObjectPage& page) {
    std::vector<std::string> out;
    for (const auto& object : page.objects) out.push_back(object.key);
    return out;
  };
  EXPECT_EQ(keys_of(run(backend_->list_objects({.bucket = "photos"})).value()), keys);
  std::vector<std::string> twice;
  for (const auto& key : keys) twice.insert(twice.end(), 2, key);
  EXPECT_EQ(keys_of(run(backend_->list_versions({.bucket = "photos"})).value()), twice);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::vector<std::string> after(keys.begin() + static_cast<std::ptrdiff_t>(i) + 1, keys.end());
    EXPECT_EQ(keys_of(run(backend_->list_objects({.bucket = "photos", .start_after = keys[i]})).value()), after);
    EXPECT_EQ(keys_of(run(backend_->list_versions({.bucket = "photos", .start_after = keys[i]})).value()),
              (std::vector<std::string>(twice.begin() + static_cast<std::ptrdiff_t>(2 * i) + 2, twice.end())));
  }
  auto page = run(backend_->list_objects({.bucket = "photos", .delimiter = "\xff"})).value();
  EXPECT_EQ(page.common_prefixes, std::vector<std::string>{"\xff"});
  page = run(backend_->list_versions({.bucket = "photos", .delimiter = "\xff", .start_after = "\xff"})).value();
  EXPECT_TRUE(page.objects.empty() && page.common_prefixes.empty());
  page = run(backend_->list_versions({.bucket = "photos", .prefix = "a" + nul, .delimiter = nul})).value();
  EXPECT_EQ(page.common_prefixes, std::vector<std::string>{"a" + nul + nul});
}

TEST_P(BackendContract, VersionsAreListedNewestFirst) {
  make_bucket("photos");
  put("photos", "a", "0");
  set_versioning("photos", Versioning::enabled);
  put("photos", "a", "1");
  remove("photos", "a");
  put("photos", "b/x", "2");
  put("photos", "b/y", "3");
  remove("photos", "b/y");
  put("photos", "c", "4");
  put("photos", "c", "5");
  EXPECT_EQ(all_versions("photos"), "a=(marker)* a=1 a=0 b/x=2* b/y=(marker)* b/y=3 c=5* c=4");
  EXPECT_EQ(list_versions({.bucket = "photos", .prefix = "b/"}), "b/x=2* b/y=(marker)* b/y=3");
  EXPECT_EQ(list_versions({.bucket = "photos", .delimiter = "/"}), "a=(marker)* a=1 a=0 [b/] c=5* c=4");
  EXPECT_EQ(list_versions({.bucket = "photos", .start_after = "a"}), "b/x=2* b/y=(marker)* b/y=3 c=5* c=4");
  EXPECT_EQ(list_versions({.bucket = "photos", .max = 0}), "");
  EXPECT_EQ(list({.bucket = "photos", .delimiter = "/"}), "[b/] c");
}

TEST_P(BackendContract, PagesOfVersionsGoOnWithinAKey) {
  make_bucket("photos");
  put("photos", "a", "0");
  set_versioning("photos", Versioning::enabled);
  put("photos", "a", "1");
  put("photos", "b/x", "2");
  put("photos", "b/y", "3");
  put("photos", "c", "4");
  remove("photos", "c");
  put("photos", "c", "5");
  for (std::size_t max = 1; max <= 8; ++max) {
    for (const char* delimiter : {"", "/"}) {
      ObjectQuery query{.bucket = "photos", .delimiter = delimiter, .max = max};
      std::string all;
      while (true) {
        const auto page = run(backend_->list_versions(query)).value();
        auto text = list_versions(query);
        if (page.truncated) text.resize(text.size() - std::string(" …").size());
        all += (all.empty() ? "" : " ") + text;
        if (!page.truncated) break;
        query.start_after = page.next_key;
        query.version_marker = page.next_version_id;
      }
      const std::string middle = *delimiter ? "[b/]" : "b/x=2* b/y=3*";
      EXPECT_EQ(all, "a=1* a=0 " + middle + " c=5* c=(marker) c=4") << max;
    }
  }
}

// Those who delete what they list go on with a marker that is gone, and find what came after it.
TEST_P(BackendContract, AListOfVersionsGoesOnAfterOneThatIsGone) {
  make_bucket("photos", Versioning::enabled);
  const auto one = put("photos", "a", "1");
  const auto two = put("photos", "a", "2");
  const auto three = put("photos", "a", "3");
  const auto after = [&](const std::string& id) {
    return list_versions({.bucket = "photos", .start_after = "a", .version_marker = id});
  };
  EXPECT_EQ(after(three.record.version_id), "a=2 a=1");
  remove("photos", "a", three.record.version_id);
  EXPECT_EQ(after(three.record.version_id), "a=2* a=1");
  remove("photos", "a", one.record.version_id);
  EXPECT_EQ(after(two.record.version_id), "");
  EXPECT_EQ(after(three.record.version_id), "a=2*");
  const auto marker = remove("photos", "a");
  remove("photos", "a");
  EXPECT_EQ(after(marker.version_id), "a=2");
  EXPECT_EQ(error_code(run(backend_->list_versions({.bucket = "photos", .start_after = "a", .version_marker = "no id"}))),
            "InvalidArgument");
}

TEST_P(BackendContract, AListOfVersionsThatDeletesLosesNone) {
  make_bucket("photos", Versioning::suspended);
  put("photos", "a", "0");
  set_versioning("photos", Versioning::enabled);
  for (const char* bytes : {"1", "2", "3"}) put("photos", "a", bytes);
  remove("photos", "a");
  set_versioning("photos", Versioning::suspended);
  put("photos", "a", "null");
  put("photos", "b");
  ObjectQuery query{.bucket = "photos", .max = 1};
  int removed = 0;
  while (true) {
    const auto page = run(backend_->list_versions(query)).value();
    for (const auto& version : page.objects) {
      EXPECT_TRUE(version.latest) << "whatever was newer is gone";
      removed += remove("photos", version.key, shown_id(version.record)).found ? 1 : 0;
    }
    if (!page.truncated) break;
    query.start_after = page.next_key;
    query.version_marker = page.next_version_id;
  }
  EXPECT_EQ(removed, 6);
  EXPECT_EQ(all_versions("photos"), "");
}

TEST_P(BackendContract, AListShowsAllOfAnObjectThatListsTell) {
  make_bucket("photos");
  ObjectWrite write{.bucket = "photos", .key = "a"};
  auto& record = write.record;
  record.size = 4096;
  record.modified = tick();
  record.etag = std::string(32, 'e') + "-10000";
  record.storage_class = "INTELLIGENT_TIERING";
  record.owner = AccountOwner{"210987654321", std::string(64, 'c'), std::string(200, 'n')};
  record.checksum = {ChecksumAlgorithm::sha512, ChecksumType::composite, std::string(88, 's') + "-10000"};
  record.restore = ObjectRestore{now_, now_ + std::chrono::hours(24), "Standard"};
  record.replication_status = "COMPLETED";
  record.headers.content_type = std::string(2000, 't');
  record.content.inline_bytes = std::string(4096, 'x');
  ASSERT_TRUE(run(backend_->put_object(write)));
  const auto page = run(backend_->list_objects({.bucket = "photos"})).value();
  ASSERT_EQ(page.objects.size(), 1u);
  const auto& listed = page.objects[0].record;
  EXPECT_EQ(listed.size, record.size);
  EXPECT_EQ(listed.modified, record.modified);
  EXPECT_EQ(listed.etag, record.etag);
  EXPECT_EQ(listed.storage_class, record.storage_class);
  EXPECT_EQ(listed.owner, record.owner);
  EXPECT_EQ(listed.checksum, record.checksum);
  EXPECT_EQ(listed.restore, record.restore);
}

TEST_P(BackendContract, AListOfManyKeysIsWhole) {
  make_bucket("photos");
  constexpr int k_keys = 2500;
  for (int i = 0; i < k_keys; ++i) put("photos", fmt::format("{:03}/{:04}", i / 25, i), "");
  const auto page = run(backend_->list_objects({.bucket = "photos", .max = 5000})).value();
  EXPECT_EQ(page.objects.size(), static_cast<std::size_t>(k_keys));
  EXPECT_FALSE(page.truncated);
  EXPECT_EQ(run(backend_->list_objects({.bucket = "photos", .delimiter = "/"})).value().common_prefixes.size(), 100u);
  EXPECT_EQ(run(backend_->list_objects({.bucket = "photos", .prefix = "042/", .delimiter = "/"})).value().objects.size(), 25u);
}

}  // namespace winterbaume::s3::testing
