// Copies of archived objects: notes of when they fall due.
#include <gmock/gmock.h>

#include "services/s3/testing/backend_contract.h"

namespace winterbaume::s3::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

// "key at seconds", from `begin` on.
std::vector<std::string> told(const std::vector<RestoreNote>& notes, TimePoint begin) {
  std::vector<std::string> out;
  for (const auto& note : notes) {
    out.push_back(note.key + " at " + std::to_string(std::chrono::floor<std::chrono::seconds>(note.at - begin).count()));
  }
  return out;
}

}  // namespace

TEST_P(BackendContract, RestoresAreNotedInOrderOfTime) {
  make_bucket("photos", Versioning::enabled);
  const auto begin = now_;
  const auto restore = [&](FoundObject object, std::chrono::seconds ready, std::chrono::seconds expires, bool announced) {
    object.record.restore = ObjectRestore{begin + ready, begin + expires, "Standard", announced};
    ASSERT_TRUE(run(backend_->update_object("photos", object)).value());
  };
  const auto older = put("photos", "a", "one");
  put("photos", "a", "two");
  restore(put("photos", "b"), 1s, 300s, true);
  restore(try_get("photos", "a", older.record.version_id).value(), 20s, 400s, false);
  restore(put("photos", std::string("c\0d", 3)), 2s, 300s, true);
  const auto notes = run(backend_->list_restores("photos", 10));
  EXPECT_THAT(told(notes, begin), ElementsAre("a at 20", "b at 300", std::string("c\0d", 3) + " at 300"));
  EXPECT_EQ(notes[0].version_id, older.record.version_id);
  EXPECT_EQ(run(backend_->list_restores("photos", 2)).size(), 2u);
  EXPECT_THAT(run(backend_->list_restores("photos", 0)), IsEmpty());

  // The same again is one note; another time is another.
  restore(try_get("photos", "b").value(), 1s, 300s, true);
  EXPECT_EQ(run(backend_->list_restores("photos", 10)).size(), 3u);
  restore(try_get("photos", "b").value(), 1s, 500s, true);
  EXPECT_EQ(run(backend_->list_restores("photos", 10)).size(), 4u);
  for (const auto& note : run(backend_->list_restores("photos", 3))) run(backend_->forget_restore("photos", note));
  EXPECT_THAT(told(run(backend_->list_restores("photos", 10)), begin), ElementsAre("b at 500"));
}

TEST_P(BackendContract, NotesOfRestoresGoWithTheirBucket) {
  EXPECT_THAT(run(backend_->list_restores("photos", 10)), IsEmpty());
  make_bucket("photos");
  auto object = put("photos", "a");
  object.record.restore = ObjectRestore{now_, now_ + 60s, "Bulk", false};
  ASSERT_TRUE(run(backend_->update_object("photos", object)).value());
  EXPECT_EQ(run(backend_->list_restores("photos", 10)).at(0).version_id, "null");
  remove("photos", "a");
  ASSERT_TRUE(run(backend_->delete_bucket("photos")).has_value());
  make_bucket("photos");
  EXPECT_THAT(run(backend_->list_restores("photos", 10)), IsEmpty());
}

}  // namespace winterbaume::s3::testing
