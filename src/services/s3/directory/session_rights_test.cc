#include "services/s3/directory/session_rights.h"

#include "services/s3/testing/door_fixture.h"

namespace winterbaume::s3 {
namespace {

using namespace std::chrono_literals;

class SessionRightsTest : public DoorTest {
 protected:
  SessionRightsTest() {
    context.enforced = true;
    door.sessions = &sessions;
  }
  static bool may(const DirectorySession& session, std::string_view operation, std::string_view bucket = "mine--x--x-s3") {
    return check_session(session, operation, bucket).has_value();
  }

  DirectorySessions sessions;
};

TEST_F(SessionRightsTest, AModeSaysWhatASessionMayDo) {
  const auto writer = sessions.issue(context, "mine--x--x-s3", false), reader = sessions.issue(context, "mine--x--x-s3", true);
  for (const char* operation : {"GetObject", "HeadObject", "GetObjectAttributes", "ListObjectsV2", "ListParts", "HeadBucket"}) {
    EXPECT_TRUE(may(*writer, operation) && may(*reader, operation)) << operation;
    EXPECT_FALSE(may(*writer, operation, "other--x--x-s3")) << operation;
  }
  for (const char* operation : {"PutObject", "CopyObject", "DeleteObjects", "UploadPart", "RenameObject"}) {
    EXPECT_TRUE(may(*writer, operation)) << operation;
    EXPECT_FALSE(may(*reader, operation)) << operation;
  }
  for (const char* operation : {"CreateSession", "DeleteBucket", "GetBucketPolicy", "PutBucketEncryption", "ListBuckets"}) {
    EXPECT_FALSE(may(*writer, operation)) << operation;
  }
}

TEST_F(SessionRightsTest, OnlyKeysOfSessionsAreBound) {
  const auto session = sessions.issue(context, "mine--x--x-s3", false);
  EXPECT_EQ(session->key.expires, context.now + 5min);
  EXPECT_EQ(find_session(context, door), nullptr);
  context.access_key_id = session->key.id;
  EXPECT_EQ(find_session(context, door), nullptr) << "without its token it is another's long-term key";
  context.session_token = session->key.session_token;
  EXPECT_EQ(find_session(context, door), session);
  context.enforced = false;
  EXPECT_EQ(find_session(context, door), nullptr);
}

}  // namespace
}  // namespace winterbaume::s3
