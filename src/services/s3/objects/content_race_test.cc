// Reads that an overwrite or a deletion gets ahead of: between the reading of the record and the opening of the blob it names.
#include <unistd.h>

#include <filesystem>

#include "services/s3/objects/object_reading.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"
#include "services/s3/testing/door_fixture.h"
#include "storage/fs_vfs.h"

namespace winterbaume::s3 {
namespace {

// Lets something happen before a blob is opened.
class MeddledVfs final : public Vfs {
 public:
  explicit MeddledVfs(std::unique_ptr<Vfs> inner) : inner_(std::move(inner)) {}
  asio::awaitable<std::unique_ptr<BlobWriter>> create(BlobKey key) override { return inner_->create(std::move(key)); }
  asio::awaitable<std::unique_ptr<BlobReader>> open(BlobKey key) override {
    ++opened;
    if (meddle && --meddlings >= 0) co_await meddle();
    co_return co_await inner_->open(std::move(key));
  }
  asio::awaitable<void> remove(BlobKey key) override { return inner_->remove(std::move(key)); }
  asio::awaitable<std::vector<BlobStat>> list(std::string prefix, std::string start_after, std::size_t limit) override {
    return inner_->list(std::move(prefix), std::move(start_after), limit);
  }

  std::function<asio::awaitable<void>()> meddle;
  int meddlings = 1;
  int opened = 0;

 private:
  std::unique_ptr<Vfs> inner_;
};

enum class BytesIn : std::uint8_t { memory, folder };

class ContentRaceTest : public DoorTest, public ::testing::WithParamInterface<BytesIn> {
 protected:
  ContentRaceTest() { make_bucket("photos", Versioning::never); }
  ~ContentRaceTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder(), ignored);
  }

  // ctest runs cases at once, each in a process of its own.
  static std::string folder() {
    const auto name = "wb-content-race-" + std::to_string(::getpid());
    return (std::filesystem::temp_directory_path() / name).string();
  }
  static std::unique_ptr<Vfs> make_vfs() {
    if (GetParam() == BytesIn::memory) return std::make_unique<MemVfs>();
    return std::make_unique<FsVfs>(FsVfsOptions{.dir = folder(), .fsync = false});
  }

  asio::awaitable<void> write(char letter, std::size_t bytes) {
    PutObjectRequest input{.bucket = "photos", .key = "cat"};
    input.body = http::Body(std::string(bytes, letter));
    EXPECT_TRUE((co_await put_object(context, racing, std::move(input))).has_value());
  }
  // A part a letter.
  asio::awaitable<void> write_parts(std::string letters, std::size_t bytes) {
    ObjectWrite object{.bucket = "photos", .key = "cat", .record = {}};
    object.record.size = letters.size() * bytes;
    object.record.content.manifest = "manifest";
    for (const char letter : letters) {
      auto blob = co_await racing_backend.blobs().create();
      const std::string part(bytes, letter);
      co_await blob.writer->write({part.data(), part.size()});
      co_await blob.writer->commit();
      const auto number = static_cast<std::uint32_t>(object.parts.size() + 1);
      object.parts.push_back({.number = number, .size = bytes, .etag = {}, .checksum = {}, .blob = std::move(blob.id)});
    }
    EXPECT_TRUE((co_await racing_backend.put_object(std::move(object))).has_value());
  }
  // At most so much of what is left.
  static asio::awaitable<std::string> read_some(http::Body& body, std::size_t max) {
    std::string out(max, ' ');
    std::size_t filled = 0;
    while (filled < max) {
      const auto got = co_await body.source()->read({out.data() + filled, max - filled});
      if (got == 0) break;
      filled += got;
    }
    out.resize(filled);
    co_return out;
  }
  asio::awaitable<void> erase() {
    EXPECT_TRUE((co_await delete_object(context, racing, {.bucket = "photos", .key = "cat"})).has_value());
  }
  void overwrite_before_opening() {
    meddled->meddle = [this] { return write('b', 6000); };
  }
  Result<GetObjectOutput> get(GetObjectRequest input = {}) {
    input.bucket = "photos";
    input.key = "cat";
    return run(get_object(context, racing, std::move(input)));
  }
  // "aaaa…" in short: the letter and the count.
  static std::string told(const std::string& bytes) {
    return bytes == std::string(bytes.size(), bytes.front()) ? bytes.front() + std::to_string(bytes.size()) : "mixed";
  }
  template <class Output>
  static std::string code(const Result<Output>& result) {
    return result ? "none" : std::string(result.error().shape->code);
  }

  std::shared_ptr<MeddledVfs> meddled = std::make_shared<MeddledVfs>(make_vfs());
  StoreS3Backend racing_backend{store, meddled, ids, clock};
  S3Door racing{.backend = racing_backend};
};

TEST_P(ContentRaceTest, GetGivesWhatOverwroteTheObject) {
  run(write('a', 5000));
  const auto before = get()->e_tag;
  overwrite_before_opening();
  auto read = get();
  ASSERT_TRUE(read.has_value()) << code(read);
  EXPECT_EQ(told(read->body->bytes()), "b6000");
  EXPECT_NE(read->e_tag, before);
  EXPECT_EQ(read->e_tag, get()->e_tag);
}

TEST_P(ContentRaceTest, GetOfWhatWasDeletedMeanwhileFindsNothing) {
  run(write('a', 5000));
  meddled->meddle = [this] { return erase(); };
  EXPECT_EQ(code(get()), "NoSuchKey");
}

TEST_P(ContentRaceTest, RangesAndConditionsAreThoseOfTheNewObject) {
  run(write('a', 5000));
  const auto etag = get()->e_tag;
  overwrite_before_opening();
  auto range = get({.range = "bytes=4990-"});
  ASSERT_TRUE(range.has_value()) << code(range);
  EXPECT_EQ(range->content_range, "bytes 4990-5999/6000");
  EXPECT_EQ(told(range->body->bytes()), "b1010");

  run(write('a', 5000));
  meddled->meddlings = 1;
  EXPECT_EQ(code(get({.if_match = etag})), "PreconditionFailed");
}

TEST_P(ContentRaceTest, GetGivesUpInTheEnd) {
  run(write('a', 5000));
  overwrite_before_opening();
  meddled->meddlings = k_read_attempts_max;
  meddled->opened = 0;
  EXPECT_THROW(get(), StorageFailure);
  EXPECT_EQ(meddled->opened, k_read_attempts_max);
  meddled->meddlings = k_read_attempts_max - 1;
  EXPECT_TRUE(get().has_value());
}

TEST_P(ContentRaceTest, CopiesAreOfTheNewObject) {
  run(write('a', 5000));
  overwrite_before_opening();
  auto copied = run(copy_object(context, racing, {.bucket = "photos", .copy_source = "photos/cat", .key = "dog"}));
  ASSERT_TRUE(copied.has_value()) << code(copied);
  EXPECT_EQ(copied->copy_object_result->e_tag, get()->e_tag);
  meddled->meddle = [this] { return erase(); };
  meddled->meddlings = 1;
  EXPECT_EQ(code(run(copy_object(context, racing, {.bucket = "photos", .copy_source = "photos/cat", .key = "dog"}))),
            "NoSuchKey");
}

TEST_P(ContentRaceTest, CopiedPartsAreOfTheNewObject) {
  run(write('a', 5000));
  auto upload = run(create_multipart_upload(context, racing, {.bucket = "photos", .key = "film"}));
  ASSERT_TRUE(upload.has_value());
  overwrite_before_opening();
  UploadPartCopyRequest part{.bucket = "photos", .copy_source = "photos/cat", .copy_source_range = "bytes=0-5500"};
  part.key = "film";
  part.part_number = 1;
  part.upload_id = upload->upload_id;
  EXPECT_EQ(code(run(upload_part_copy(context, racing, part))), "InvalidRange") << "of what was there when it began";
  part.copy_source_range = "bytes=0-4999";
  auto copied = run(upload_part_copy(context, racing, part));
  ASSERT_TRUE(copied.has_value()) << code(copied);
  run(write('b', 5000));
  meddled->meddle = nullptr;
  EXPECT_EQ(copied->copy_part_result->e_tag, get()->e_tag);
}

TEST_P(ContentRaceTest, PartsThatWentAreMissed) {
  ObjectRecord record;
  record.size = 10;
  record.content.manifest = "gone";
  EXPECT_THROW(run(read_content(racing, "photos", record, {0, 10})), ContentGone);
}

// An object of parts, of which the later ones are opened when their turn comes.
TEST_P(ContentRaceTest, ALongReadGoesOnWithoutItsObject) {
  constexpr std::size_t k_part_bytes = 100'000;
  run(write_parts("cba", k_part_bytes));
  start(racing_backend.run_background(stop.get_token()));
  auto read = get();
  ASSERT_TRUE(read.has_value()) << code(read);
  auto other = get({.range = "bytes=150000-249999"});
  ASSERT_TRUE(other.has_value()) << code(other);
  EXPECT_EQ(run(read_some(*read->body, 1000)), std::string(1000, 'c'));
  run(erase());
  EXPECT_EQ(code(get()), "NoSuchKey");
  EXPECT_EQ(run(read_some(*read->body, 3 * k_part_bytes)),
            std::string(k_part_bytes - 1000, 'c') + std::string(k_part_bytes, 'b') + std::string(k_part_bytes, 'a'));
  read = aws::fail(error(ErrorCode::no_such_key));
  EXPECT_EQ(run(racing_backend.blobs().list("", 10)).size(), 3u) << "another reads it yet";
  EXPECT_EQ(run(read_some(*other->body, 3 * k_part_bytes)), std::string(50'000, 'b') + std::string(50'000, 'a'));
  other = aws::fail(error(ErrorCode::no_such_key));
  run_until([&] { return run(racing_backend.blobs().list("", 10)).empty(); });
}

INSTANTIATE_TEST_SUITE_P(Vfs, ContentRaceTest, ::testing::Values(BytesIn::memory, BytesIn::folder),
                         [](const auto& given) { return given.param == BytesIn::memory ? "Memory" : "Folder"; });

}  // namespace
}  // namespace winterbaume::s3
