#include "services/s3/directory/directory_sessions.h"

#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

constexpr auto k_session_life = std::chrono::minutes(5);
constexpr auto k_kept_after_end = std::chrono::minutes(5);  // an expired key is then told from an unknown one
constexpr std::size_t k_sessions_max = 100'000;

// Letters and digits only: it goes through headers and queries as it is.
std::string random_text(Ids& ids, int words) {
  std::string text;
  for (int i = 0; i < words; ++i) {
    const auto uuid = ids.uuid();
    text += to_hex({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
  }
  return text;
}

}  // namespace

std::shared_ptr<const DirectorySession> DirectorySessions::issue(const aws::RequestContext& context, std::string bucket,
                                                                 bool read_only) {
  auto session = std::make_shared<DirectorySession>();
  auto& key = session->key;
  key.id = aws::make_access_key_id("ASIA", context.scope.account_id, context.ids->random());
  key.secret = random_text(*context.ids, 2).substr(0, 40);
  key.account_id = context.scope.account_id;
  key.arn = context.principal_arn;
  key.session_token = random_text(*context.ids, 6);
  key.expires = context.now + k_session_life;
  key.canonical_id = context.canonical_user_id;
  key.display_name = context.display_name;
  session->bucket = std::move(bucket);
  session->read_only = read_only;
  std::lock_guard lock(mutex_);
  while (!by_end_.empty() && (by_end_.begin()->first + k_kept_after_end < context.now || by_end_.size() >= k_sessions_max)) {
    sessions_.erase(by_end_.begin()->second);
    by_end_.erase(by_end_.begin());
  }
  by_end_.emplace(key.expires, key.id);
  sessions_[key.id] = session;
  return session;
}

std::shared_ptr<const DirectorySession> DirectorySessions::find_session(std::string_view id) const {
  std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : found->second;
}

std::shared_ptr<const aws::AccessKey> DirectorySessions::find_access_key(std::string_view id) const {
  auto session = find_session(id);
  return session ? std::shared_ptr<const aws::AccessKey>(session, &session->key) : nullptr;
}

void DirectorySessions::forget_all() {
  std::lock_guard lock(mutex_);
  sessions_.clear();
  by_end_.clear();
}

}  // namespace winterbaume::s3
