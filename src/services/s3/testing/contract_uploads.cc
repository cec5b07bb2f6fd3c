// Multipart uploads: parts come in any order and are replaced, the object takes over those that its list names, the rest goes.
#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {

TEST_P(BackendContract, AnUploadBecomesAnObject) {
  make_bucket("photos");
  put("photos", {.key = "a", .bytes = "old", .blob = true});
  const auto upload = start_upload("photos", "a");
  EXPECT_EQ(run(backend_->get_upload("photos", "a", upload.id)).value().object, upload.object);
  ASSERT_TRUE(put_part("photos", upload, 3, "three"));
  ASSERT_TRUE(put_part("photos", upload, 1, "uno"));
  ASSERT_TRUE(put_part("photos", upload, 1, "one "));
  EXPECT_EQ(get("photos", "a"), "old");
  const auto kept = parts("photos", upload);
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0].number, 1u);
  EXPECT_EQ(kept[0].etag, "etag of one ");
  EXPECT_EQ(blob_count(), 3u);
  auto done = complete("photos", upload, kept);
  ASSERT_TRUE(done);
  EXPECT_EQ(get("photos", "a"), "one three");
  EXPECT_EQ(try_get("photos", "a")->record.headers.content_type, "text/plain");
  EXPECT_EQ(run(backend_->get_parts("photos", done->record.content.manifest)), kept);
  EXPECT_EQ(error_code(run(backend_->get_upload("photos", "a", upload.id))), "NoSuchUpload");
  EXPECT_EQ(blob_count(), 2u);
  remove("photos", "a");
  EXPECT_EQ(blob_count(), 0u);
  EXPECT_TRUE(run(backend_->get_parts("photos", done->record.content.manifest)).empty());
}

TEST_P(BackendContract, PartsThatTheObjectDoesNotTakeGo) {
  make_bucket("photos", Versioning::enabled);
  const auto upload = start_upload("photos", "a");
  for (std::uint32_t number : {1, 2, 3}) ASSERT_TRUE(put_part("photos", upload, number, std::to_string(number)));
  auto kept = parts("photos", upload);
  kept.erase(kept.begin() + 1);
  ASSERT_TRUE(complete("photos", upload, kept));
  EXPECT_EQ(get("photos", "a"), "13");
  EXPECT_EQ(blob_count(), 2u);
}

TEST_P(BackendContract, AnUploadThatIsNotThereIsMissed) {
  make_bucket("photos");
  const UploadRecord none{.id = "none", .key = "a"};
  EXPECT_EQ(error_code(run(backend_->get_upload("photos", "a", "none"))), "NoSuchUpload");
  EXPECT_EQ(error_code(put_part("photos", none, 1, "x")), "NoSuchUpload");
  EXPECT_EQ(blob_count(), 0u);
  EXPECT_EQ(error_code(run(backend_->list_parts("photos", "a", "none", 0, 10))), "NoSuchUpload");
  EXPECT_EQ(error_code(complete("photos", none, {})), "NoSuchUpload");
  EXPECT_EQ(error_code(run(backend_->abort_upload("photos", "a", "none"))), "NoSuchUpload");
  const auto upload = start_upload("photos", "a");
  EXPECT_EQ(error_code(run(backend_->get_upload("photos", "b", upload.id))), "NoSuchUpload");
  EXPECT_EQ(get("photos", "a"), "NoSuchKey");
}

TEST_P(BackendContract, AnAbortedUploadLeavesNothing) {
  make_bucket("photos");
  put("photos", "a", "old");
  const auto upload = start_upload("photos", "a");
  for (std::uint32_t number : {1, 2, 10'000}) ASSERT_TRUE(put_part("photos", upload, number, "part"));
  ASSERT_TRUE(run(backend_->abort_upload("photos", "a", upload.id)));
  EXPECT_EQ(blob_count(), 0u);
  EXPECT_EQ(get("photos", "a"), "old");
  EXPECT_EQ(error_code(run(backend_->abort_upload("photos", "a", upload.id))), "NoSuchUpload");
  EXPECT_TRUE(run(backend_->list_uploads({.bucket = "photos"})).value().uploads.empty());
}

TEST_P(BackendContract, ARefusedCompletionKeepsTheUpload) {
  make_bucket("photos");
  put("photos", "a", "old");
  const auto upload = start_upload("photos", "a");
  ASSERT_TRUE(put_part("photos", upload, 1, "one"));
  const auto read_before = parts("photos", upload);
  EXPECT_EQ(error_code(complete("photos", upload, read_before, {.if_none_match = true})), "PreconditionFailed");
  ASSERT_TRUE(put_part("photos", upload, 1, "two"));
  EXPECT_EQ(error_code(complete("photos", upload, read_before)), "InvalidPart");
  EXPECT_EQ(get("photos", "a"), "old");
  ASSERT_TRUE(complete("photos", upload, parts("photos", upload)));
  EXPECT_EQ(get("photos", "a"), "two");
}

TEST_P(BackendContract, PartsAreListedInPages) {
  make_bucket("photos");
  const auto upload = start_upload("photos", "a");
  for (std::uint32_t number : {256, 1, 255, 65, 10'000}) ASSERT_TRUE(put_part("photos", upload, number, "part"));
  const auto numbers = [&](std::uint32_t after, std::size_t max) {
    std::vector<std::uint32_t> out;
    for (const auto& part : run(backend_->list_parts("photos", "a", upload.id, after, max)).value()) out.push_back(part.number);
    return out;
  };
  EXPECT_EQ(numbers(0, 100), (std::vector<std::uint32_t>{1, 65, 255, 256, 10'000}));
  EXPECT_EQ(numbers(65, 2), (std::vector<std::uint32_t>{255, 256}));
  EXPECT_EQ(numbers(10'000, 2), (std::vector<std::uint32_t>{}));
  EXPECT_EQ(numbers(0, 0), (std::vector<std::uint32_t>{}));
}

TEST_P(BackendContract, UploadsAreListedByKeyAndTime) {
  make_bucket("photos");
  std::vector<UploadRecord> started;
  for (const char* key : {"b/2", "a", "b/1", "a", "c"}) started.push_back(start_upload("photos", key));
  const auto names = [&](UploadQuery query) {
    query.bucket = "photos";
    std::string out;
    const auto page = run(backend_->list_uploads(query)).value();
    for (const auto& upload : page.uploads) out += upload.key + ':' + upload.id.substr(upload.id.size() - 1) + ' ';
    for (const auto& prefix : page.common_prefixes) out += '[' + prefix + "] ";
    return out + (page.truncated ? "… " + page.next_key + ':' + page.next_upload_id : "");
  };
  EXPECT_EQ(names({}), "a:2 a:4 b/1:3 b/2:1 c:5 ");
  EXPECT_EQ(names({.prefix = "b/"}), "b/1:3 b/2:1 ");
  EXPECT_EQ(names({.delimiter = "/"}), "a:2 a:4 c:5 [b/] ");
  EXPECT_EQ(names({.key_marker = "a"}), "b/1:3 b/2:1 c:5 ");
  EXPECT_EQ(names({.key_marker = "a", .upload_id_marker = started[1].id}), "a:4 b/1:3 b/2:1 c:5 ");
  EXPECT_EQ(names({.max = 1}), "a:2 … a:" + started[1].id);
  EXPECT_EQ(names({.delimiter = "/", .key_marker = "a", .max = 1}), "[b/] … b/:");
  EXPECT_EQ(names({.delimiter = "/", .key_marker = "b/"}), "c:5 ");
  EXPECT_EQ(names({.delimiter = "/", .key_marker = "b/1"}), "c:5 ");
  EXPECT_EQ(names({.max = 0}), "");
}

TEST_P(BackendContract, AnObjectOfManyPartsIsWhole) {
  make_bucket("photos");
  const auto upload = start_upload("photos", "a");
  std::string bytes;
  for (std::uint32_t number = 1; number <= 1200; ++number) {
    ASSERT_TRUE(put_part("photos", upload, number, std::to_string(number)));
    bytes += std::to_string(number);
  }
  auto all = parts("photos", upload);
  const auto rest = parts("photos", upload, 1000);
  all.insert(all.end(), rest.begin(), rest.end());
  ASSERT_EQ(all.size(), 1200u);
  ASSERT_TRUE(complete("photos", upload, all));
  EXPECT_EQ(get("photos", "a"), bytes);
  EXPECT_EQ(blob_count(), 1200u);
}

}  // namespace winterbaume::s3::testing
