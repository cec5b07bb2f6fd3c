// Annotations: of one version, in order of name, gone with it.
#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {
namespace {

AnnotationRecord note(std::string name, std::string payload) {
  return {.name = std::move(name), .etag = "e", .modified = {}, .checksum = {}, .payload = std::move(payload)};
}

std::string shown(const Result<std::vector<AnnotationRecord>>& notes) {
  std::string out;
  for (const auto& one : notes.value()) out += one.name + '=' + one.payload + ' ';
  return out;
}

}  // namespace

TEST_P(BackendContract, AnnotationsAreOfOneVersion) {
  make_bucket("photos", Versioning::enabled);
  auto one = put("photos", "a", "one");
  EXPECT_EQ(shown(run(backend_->list_annotations("photos", one, "", "", 10))), "");
  ASSERT_TRUE(run(backend_->put_annotation("photos", one, note("b", "1"))));
  one = try_get("photos", "a").value();
  EXPECT_TRUE(one.record.annotated);
  ASSERT_TRUE(run(backend_->put_annotation("photos", one, note("a/x", "2"))));
  ASSERT_TRUE(run(backend_->put_annotation("photos", one, note("a/y", "3"))));
  ASSERT_TRUE(run(backend_->put_annotation("photos", one, note("a/y", "4"))));
  put("photos", "a", "two");
  const auto two = try_get("photos", "a").value();
  one = try_get("photos", "a", one.record.version_id).value();
  EXPECT_EQ(shown(run(backend_->list_annotations("photos", two, "", "", 10))), "");
  EXPECT_EQ(shown(run(backend_->list_annotations("photos", one, "", "", 10))), "a/x=2 a/y=4 b=1 ");
  EXPECT_EQ(shown(run(backend_->list_annotations("photos", one, "a/", "", 10))), "a/x=2 a/y=4 ");
  EXPECT_EQ(shown(run(backend_->list_annotations("photos", one, "", "a/x", 1))), "a/y=4 ");
  EXPECT_EQ(shown(run(backend_->list_annotations("photos", one, "", "", 0))), "");
  EXPECT_TRUE(run(backend_->delete_annotation("photos", one, "a/y")).value());
  EXPECT_FALSE(run(backend_->delete_annotation("photos", one, "a/y")).value());
  EXPECT_EQ(shown(run(backend_->list_annotations("photos", one, "", "", 10))), "a/x=2 b=1 ");
}

TEST_P(BackendContract, ANewObjectHasNoAnnotationsOfTheOld) {
  for (auto versioning : {Versioning::never, Versioning::suspended}) {
    const std::string name = versioning == Versioning::never ? "photos" : "suspended";
    make_bucket(name, versioning);
    auto object = put(name, "a", "one");
    ASSERT_TRUE(run(backend_->put_annotation(name, object, note("n", "old"))));
    object = put(name, "a", "two");
    EXPECT_FALSE(object.record.annotated);
    ASSERT_TRUE(run(backend_->put_annotation(name, object, note("m", "new"))));
    object = try_get(name, "a").value();
    EXPECT_EQ(shown(run(backend_->list_annotations(name, object, "", "", 10))), "m=new ");
    remove(name, "a");
    remove(name, "a", "null");
    object = put(name, "a", "three");
    ASSERT_TRUE(run(backend_->put_annotation(name, object, note("o", "newest"))));
    object = try_get(name, "a").value();
    EXPECT_EQ(shown(run(backend_->list_annotations(name, object, "", "", 10))), "o=newest ");
  }
}

TEST_P(BackendContract, AnAnnotationNeedsTheVersionThatWasRead) {
  make_bucket("photos");
  const auto one = put("photos", "a", "one");
  put("photos", "a", "two");
  EXPECT_EQ(error_code(run(backend_->put_annotation("photos", one, note("n", "1")))), "OperationAborted");
  EXPECT_FALSE(try_get("photos", "a")->record.annotated);
}

}  // namespace winterbaume::s3::testing
