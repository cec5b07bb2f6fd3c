// Records come back as they were written, and one that is cut off or broken is read or refused, never trusted.
#include "services/s3/store/record_codec.h"

#include <gtest/gtest.h>

#include <random>

#include "core/failure.h"

namespace winterbaume::s3 {
namespace {

// Values of every size and kind, empty ones among them.
class RandomRecords {
 public:
  explicit RandomRecords(std::uint32_t seed) : random_(seed) {}

  std::uint64_t number(std::uint64_t below) { return random_() % below; }
  bool coin() { return number(2) == 0; }
  std::string text(std::size_t max = 40) {
    std::string out(coin() ? number(max) : 0, '\0');
    for (auto& c : out) c = static_cast<char>(random_());
    return out;
  }
  std::string some_text() { return "x" + text(); }
  TimePoint time() { return coin() ? TimePoint{} : TimePoint(Millis(static_cast<std::int64_t>(number(1ull << 42)))); }
  AccountOwner owner() { return {some_text(), text(), text()}; }
  TextPairs pairs() {
    TextPairs out;
    for (auto i = number(4); i > 0; --i) out.emplace_back(text(), text());
    return out;
  }
  ObjectChecksum checksum() {
    return {static_cast<ChecksumAlgorithm>(number(11)), coin() ? ChecksumType::composite : ChecksumType::full_object, text()};
  }
  ObjectLock lock() {
    return {.mode = text(),
            .retain_until = time(),
            .legal_hold = coin(),
            .event_hold = text(),
            .event_hold_days = static_cast<std::int32_t>(number(40'000)),
            .event_hold_years = static_cast<std::int32_t>(number(100)),
            .legal_hold_put = coin()};
  }
  ObjectRecord object() {
    ObjectRecord record;
    record.delete_marker = coin();
    record.size = random_() >> number(64);
    record.modified = time();
    record.etag = text();
    record.storage_class = text();
    if (coin()) record.owner = owner();
    record.checksum = checksum();
    record.version_id = text();
    record.sequence = random_() >> number(64);
    record.parts = static_cast<std::uint32_t>(number(10'001));
    record.headers = {text(), text(), text(), text(), text(), text(), text(3000)};
    record.metadata = pairs();
    record.tags = pairs();
    record.encryption = {text(), text(), text(), coin(), text()};
    record.lock = lock();
    if (coin()) record.restore = ObjectRestore{time(), TimePoint(Millis(1 + number(1000))), text(), coin()};
    record.acl = text(2000);
    record.annotated = coin();
    record.replication_status = text();
    record.replica = coin();
    record.content = {text(5000), text(), text()};
    return record;
  }
  PartRecord part() {
    return {static_cast<std::uint32_t>(number(10'001)), random_() >> number(64), text(), checksum(), text(), time()};
  }

 private:
  std::mt19937_64 random_;
};

BucketRecord random_bucket(RandomRecords& random) {
  return {.name = random.text(),
          .region = random.text(),
          .owner = random.owner(),
          .created = random.time(),
          .versioning = static_cast<Versioning>(random.number(3)),
          .mfa_delete = random.coin(),
          .object_lock = random.coin(),
          .directory = random.coin(),
          .ownership = static_cast<ObjectOwnership>(random.number(3)),
          .ownership_set = random.coin(),
          .config_kinds = random.number(1u << 21)};
}

UploadRecord random_upload(RandomRecords& random) {
  auto checksum = random.checksum();
  checksum.value.clear();
  return {random.text(), random.text(), random.time(), random.owner(), checksum, random.coin(), random.object()};
}

TEST(RecordCodecTest, ObjectsComeBackAsTheyWere) {
  RandomRecords random(1);
  for (int i = 0; i < 500; ++i) {
    const auto record = random.object();
    ASSERT_EQ(decode_object(encode_object(record)), record) << i;
  }
  EXPECT_EQ(decode_object(encode_object({})), ObjectRecord{});
}

TEST(RecordCodecTest, BucketsComeBackAsTheyWere) {
  RandomRecords random(2);
  for (int i = 0; i < 200; ++i) {
    const auto bucket = random_bucket(random);
    const auto bytes = encode_bucket(bucket);
    const auto read = decode_bucket(bytes);
    EXPECT_EQ(encode_bucket(read), bytes);
    EXPECT_EQ(read.name, bucket.name);
    EXPECT_EQ(read.owner, bucket.owner);
    EXPECT_EQ(read.versioning, bucket.versioning);
    EXPECT_EQ(read.ownership_set, bucket.ownership_set);
    EXPECT_EQ(read.config_kinds, bucket.config_kinds);
  }
}

TEST(RecordCodecTest, UploadsPartsAndAnnotationsComeBackAsTheyWere) {
  RandomRecords random(3);
  for (int i = 0; i < 200; ++i) {
    const auto upload = random_upload(random);
    const auto read = decode_upload(encode_upload(upload));
    EXPECT_EQ(read.object, upload.object);
    EXPECT_EQ(encode_upload(read), encode_upload(upload));
    const std::vector<PartRecord> parts{random.part(), random.part(), random.part()};
    std::vector<PartRecord> parts_read;
    decode_parts(encode_parts(parts.data(), parts.size()), parts_read);
    EXPECT_EQ(parts_read, parts);
    EXPECT_EQ(decode_part(encode_part(parts[0])), parts[0]);
    const AnnotationRecord annotation{random.text(),     random.text(),     random.time(),
                                      random.checksum(), random.number(99), random.text(3000)};
    EXPECT_EQ(encode_annotation(decode_annotation(encode_annotation(annotation))), encode_annotation(annotation));
    EXPECT_EQ(decode_annotation(encode_annotation(annotation)).payload, annotation.payload);
  }
}

// What a listing shows comes first: a scan that cuts values off loses none of it.
TEST(RecordCodecTest, ACutOffObjectKeepsWhatAListingShows) {
  RandomRecords random(4);
  for (int i = 0; i < 200; ++i) {
    const auto record = random.object();
    const auto cut = decode_listed_object(std::string_view(encode_object(record)).substr(0, k_listing_bytes));
    EXPECT_EQ(cut.size, record.size);
    EXPECT_EQ(cut.modified, record.modified);
    EXPECT_EQ(cut.etag, record.etag);
    EXPECT_EQ(cut.storage_class, record.storage_class);
    EXPECT_EQ(cut.owner, record.owner);
    EXPECT_EQ(cut.checksum, record.checksum);
    auto shown = record.restore;
    if (shown) shown->announced = false;
    EXPECT_EQ(cut.restore, shown);
    EXPECT_EQ(cut.version_id, record.version_id);
  }
}

// Reads bytes as every kind of record. Any of them may be refused.
void read_anything(std::string_view bytes) {
  const auto tried = [&](auto read) {
    try {
      read();
    } catch (const StorageFailure&) {
    }
  };
  tried([&] { decode_object(bytes); });
  tried([&] { decode_bucket(bytes); });
  tried([&] { decode_upload(bytes); });
  tried([&] { decode_part(bytes); });
  tried([&] { decode_annotation(bytes); });
  std::vector<PartRecord> parts;
  tried([&] { decode_parts(bytes, parts); });
}

TEST(RecordCodecTest, BrokenRecordsAreReadOrRefused) {
  RandomRecords random(5);
  for (int i = 0; i < 20; ++i) {
    auto bytes = i % 2 == 0 ? encode_object(random.object()) : encode_upload(random_upload(random));
    bytes.resize(std::min<std::size_t>(bytes.size(), 600));
    // A string of its own each, so that a sanitizer sees a read past its end.
    for (std::size_t size = 0; size < bytes.size(); ++size) read_anything(std::string(bytes, 0, size));
    for (int flips = 0; flips < 200; ++flips) {
      auto broken = bytes;
      broken[random.number(broken.size())] = static_cast<char>(random.number(256));
      read_anything(broken);
    }
  }
  EXPECT_THROW(decode_object(""), StorageFailure);
  EXPECT_THROW(decode_object("\x7f"), StorageFailure);
}

}  // namespace
}  // namespace winterbaume::s3
