// What the credentials of CreateSession may do (API Reference, CreateSession; Amazon S3 User Guide, "Directory bucket API
// operations"). Asked only with `--auth verify`: no others are checked.
#pragma once

#include <memory>
#include <string_view>

#include "services/s3/directory/directory_sessions.h"
#include "services/s3/s3_door.h"

namespace winterbaume::s3 {

// The session that signed the request; null for every other caller.
std::shared_ptr<const DirectorySession> find_session(const aws::RequestContext& context, const S3Door& door);

// A session is good for the Zonal endpoint's operations on its own bucket, one that may only read for those that read; policies
// are not asked again. Errors: AccessDenied.
Result<void> check_session(const DirectorySession& session, std::string_view operation, std::string_view bucket);

}  // namespace winterbaume::s3
