// The temporary credentials that CreateSession gives for a directory bucket. They live in memory: five minutes at most.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "aws/access_key.h"
#include "aws/request_context.h"

namespace winterbaume::s3 {

struct DirectorySession {
  aws::AccessKey key;  // acts for whoever made the session
  std::string bucket;  // the only one that it is for
  bool read_only = false;
};

// Thread-safe. Who checks signatures asks it for the keys that it gave out.
class DirectorySessions final : public aws::AccessKeyStore {
 public:
  std::shared_ptr<const DirectorySession> issue(const aws::RequestContext& context, std::string bucket, bool read_only);
  // Null where the key is none of ours, or is over by more than a moment.
  std::shared_ptr<const DirectorySession> find_session(std::string_view id) const;
  std::shared_ptr<const aws::AccessKey> find_access_key(std::string_view id) const override;
  void forget_all();

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const DirectorySession>, std::less<>> sessions_;
  std::multimap<TimePoint, std::string> by_end_;
};

}  // namespace winterbaume::s3
