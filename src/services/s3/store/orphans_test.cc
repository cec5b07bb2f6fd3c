#include "services/s3/store/orphans.h"

#include "services/s3/testing/door_fixture.h"

namespace winterbaume::s3 {
namespace {

using namespace std::chrono_literals;

class OrphansTest : public DoorTest {
 protected:
  std::string make_blob() {
    auto blob = run(backend->blobs().create());
    run(blob.writer->commit());
    return blob.id;
  }
  bool there(std::string id) { return run(backend->blobs().open(std::move(id))) != nullptr; }
  void put_blob(std::string key, std::string id) {
    ObjectWrite write{.bucket = "b", .key = std::move(key), .record = {}};
    write.record.content.blob = std::move(id);
    ASSERT_TRUE(run(backend->put_object(std::move(write))).has_value());
  }
};

TEST_F(OrphansTest, OnlyWhatNoRecordNamesGoes) {
  make_bucket("b", Versioning::enabled);
  const auto current = make_blob(), noncurrent = make_blob(), part = make_blob(), of_object = make_blob(), orphan = make_blob();
  const auto late = make_blob();
  put_blob("k", noncurrent);
  put_blob("k", current);
  ASSERT_TRUE(run(backend->create_upload("b", UploadRecord{.id = "u", .key = "k", .initiator = {}})).has_value());
  ASSERT_TRUE(run(backend->put_part("b", "k", "u", PartRecord{.number = 1, .blob = part})).has_value());
  ASSERT_TRUE(run(backend->create_upload("b", UploadRecord{.id = "w", .key = "w", .initiator = {}})).has_value());
  ASSERT_TRUE(run(backend->put_part("b", "w", "w", PartRecord{.number = 1, .blob = of_object})).has_value());
  ObjectWrite write{.bucket = "b", .key = "w", .record = {}, .parts = {PartRecord{.number = 1, .blob = of_object}}};
  write.record.content.manifest = "w";
  ASSERT_TRUE(run(backend->complete_upload("w", std::move(write))).has_value());

  start(backend->run_background(stop.get_token()));
  const auto young = make_blob();
  pass(30min);
  EXPECT_TRUE(there(orphan));
  put_blob("late", late);  // named after the first look
  pass(30min);
  EXPECT_FALSE(there(orphan));
  for (const auto& id : {current, noncurrent, part, of_object, late, young}) EXPECT_TRUE(there(id)) << id;
  pass(24h);
  EXPECT_TRUE(there(young));  // seen for the first time
  pass(1h);
  EXPECT_FALSE(there(young));
}

TEST_F(OrphansTest, NothingGoesOnceItIsToStop) {
  const auto orphan = make_blob();
  start(backend->run_background(stop.get_token()));
  stop.request_stop();
  let_run();
  EXPECT_TRUE(there(orphan));
}

}  // namespace
}  // namespace winterbaume::s3
