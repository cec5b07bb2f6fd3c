// Random operations, each answered as a plain model of versioned buckets answers it.
#include <fmt/format.h>

#include <deque>
#include <map>
#include <random>

#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {
namespace {

// What S3 says versions are, in as few words as possible: each key has a list of versions, newest first.
class VersionModel {
 public:
  struct Version {
    std::string id;  // "null"
    std::string bytes;
    bool marker = false;
  };
  Versioning versioning = Versioning::never;

  std::string new_id(const std::string& made) const { return versioning == Versioning::enabled ? made : "null"; }
  void add(const std::string& key, Version version) {
    auto& versions = keys_[key];
    if (version.id == "null") std::erase_if(versions, [](const Version& old) { return old.id == "null"; });
    versions.push_front(std::move(version));
  }
  bool erase(const std::string& key, const std::string& id) {
    auto at = keys_.find(key);
    if (at == keys_.end()) return false;
    const bool erased = std::erase_if(at->second, [&](const Version& version) { return version.id == id; }) > 0;
    if (at->second.empty()) keys_.erase(at);
    return erased;
  }
  const Version* latest(const std::string& key) const {
    auto at = keys_.find(key);
    return at == keys_.end() ? nullptr : &at->second.front();
  }
  const Version* find(const std::string& key, const std::string& id) const {
    auto at = keys_.find(key);
    if (at == keys_.end()) return nullptr;
    for (const auto& version : at->second) {
      if (version.id == id) return &version;
    }
    return nullptr;
  }
  std::vector<std::pair<std::string, Version>> all() const {
    std::vector<std::pair<std::string, Version>> out;
    for (const auto& [key, versions] : keys_) {
      for (const auto& version : versions) out.emplace_back(key, version);
    }
    return out;
  }
  // As BackendContract::names() writes a page.
  std::string versions_text() const {
    std::string out;
    for (const auto& [key, versions] : keys_) {
      for (const auto& version : versions) {
        if (!out.empty()) out += ' ';
        out += key + '=' + (version.marker ? "(marker)" : version.bytes) + (&version == &versions.front() ? "*" : "");
      }
    }
    return out;
  }
  std::string objects_text(const std::string& prefix, const std::string& delimiter) const {
    std::string out, last_prefix;
    for (const auto& [key, versions] : keys_) {
      if (!key.starts_with(prefix) || versions.front().marker) continue;
      const auto at = delimiter.empty() ? std::string::npos : key.find(delimiter, prefix.size());
      auto shown = at == std::string::npos ? key : '[' + key.substr(0, at + delimiter.size()) + ']';
      if (at != std::string::npos && std::exchange(last_prefix, shown) == shown) continue;
      if (!out.empty()) out += ' ';
      out += shown;
    }
    return out;
  }
  std::size_t objects() const {
    std::size_t count = 0;
    for (const auto& [key, versions] : keys_) {
      count += static_cast<std::size_t>(std::ranges::count_if(versions, [](const Version& v) { return !v.marker; }));
    }
    return count;
  }

 private:
  std::map<std::string, std::deque<Version>> keys_;
};

constexpr const char* k_keys[] = {"a", "a/b", "a/c", "a/c/d", "b", "b/", "b//", "c"};

// The verbs in random order, on both.
class RandomRun {
 public:
  RandomRun(BackendContract& test, std::uint32_t seed) : test_(test), random_(seed) {}
  void step();
  void compare();

 private:
  void write(const std::string& key);
  void mark(const std::string& key);
  void remove_version(std::string key);
  std::string paged_versions(std::size_t max);
  // Of some version, whose key it sets; sometimes of none.
  std::string any_id(std::string& key);

  BackendContract& test_;
  std::mt19937 random_;
  VersionModel model_;
  int writes_ = 0;
};

std::string RandomRun::any_id(std::string& key) {
  const auto all = model_.all();
  if (all.empty() || random_() % 8 == 0) return random_() % 2 ? "null" : std::string(32, 'x');
  const auto& [of, version] = all[random_() % all.size()];
  key = of;
  return version.id;
}

void RandomRun::write(const std::string& key) {
  const auto bytes = fmt::format("w{}", ++writes_);
  const bool only_new = random_() % 6 == 0;
  const auto* latest = model_.latest(key);
  TestObject object{.key = key, .bytes = bytes, .blob = random_() % 2 == 0, .conditions = {.if_none_match = only_new}};
  test_.tick();
  auto found = test_.try_put("bucket", std::move(object));
  if (only_new && latest && !latest->marker) {
    EXPECT_EQ(error_code(found), "PreconditionFailed");
  } else {
    ASSERT_TRUE(found);
    model_.add(key, {model_.new_id(found->record.version_id), bytes});
  }
}

void RandomRun::mark(const std::string& key) {
  const bool there = model_.latest(key) != nullptr;
  const auto outcome = test_.remove("bucket", key);
  EXPECT_EQ(outcome.found, model_.versioning != Versioning::never || there);
  if (model_.versioning == Versioning::never) {
    model_.erase(key, "null");
  } else {
    model_.add(key, {outcome.version_id, "", true});
  }
}

void RandomRun::remove_version(std::string key) {
  const auto id = any_id(key);
  const auto* version = model_.find(key, id);
  const bool marker = version && version->marker;
  const auto outcome = test_.remove("bucket", key, id);
  EXPECT_EQ(outcome.found, version != nullptr);
  EXPECT_EQ(outcome.delete_marker, marker);
  model_.erase(key, id);
}

void RandomRun::step() {
  std::string key = k_keys[random_() % std::size(k_keys)];
  const auto choice = random_() % 100;
  if (choice < 45) return write(key);
  if (choice < 65) return mark(key);
  if (choice < 85) return remove_version(key);
  if (choice < 95) {
    const auto id = any_id(key);
    const auto* version = model_.find(key, id);
    EXPECT_EQ(test_.get("bucket", key, id), !version ? "NoSuchVersion" : version->marker ? "(marker)" : version->bytes);
    return;
  }
  model_.versioning = model_.versioning == Versioning::enabled ? Versioning::suspended : Versioning::enabled;
  test_.set_versioning("bucket", model_.versioning);
}

std::string RandomRun::paged_versions(std::size_t max) {
  ObjectQuery query{.bucket = "bucket", .max = max};
  std::string all;
  while (true) {
    const auto page = test_.run(test_.backend_->list_versions(query)).value();
    auto text = test_.list_versions(query);
    if (page.truncated) text.resize(text.size() - std::string(" …").size());
    if (!text.empty()) all += (all.empty() ? "" : " ") + text;
    if (!page.truncated) return all;
    query.start_after = page.next_key;
    query.version_marker = page.next_version_id;
  }
}

void RandomRun::compare() {
  ASSERT_EQ(test_.all_versions("bucket"), model_.versions_text());
  EXPECT_EQ(paged_versions(1 + random_() % 4), model_.versions_text());
  for (const char* prefix : {"", "a", "a/", "b/"}) {
    for (const char* delimiter : {"", "/"}) {
      EXPECT_EQ(test_.list({.bucket = "bucket", .prefix = prefix, .delimiter = delimiter}),
                model_.objects_text(prefix, delimiter));
    }
  }
  for (const char* key : k_keys) {
    const auto* latest = model_.latest(key);
    EXPECT_EQ(test_.get("bucket", key), !latest ? "NoSuchKey" : latest->marker ? "(marker)" : latest->bytes);
  }
  EXPECT_LE(test_.blob_count(), model_.objects());
}

}  // namespace

TEST_P(BackendContract, RandomOperationsGoAsInAPlainModel) {
  for (std::uint32_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    run(backend_->reset());
    make_bucket("bucket");
    RandomRun both(*this, seed);
    for (int i = 0; i < 400 && !HasFailure(); ++i) {
      both.step();
      if (i % 20 == 19) both.compare();
    }
  }
}

}  // namespace winterbaume::s3::testing
