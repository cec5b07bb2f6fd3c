// Who callers are, and the temporary credentials that STS has issued.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "aws/access_key.h"
#include "aws/request_context.h"
#include "generated/sts/types.h"

namespace winterbaume::sts {

// What temporary credentials were asked for as. AWS allows less to some of them (IAM User Guide, "Comparing the STS operations").
enum class SessionKind : std::uint8_t { user_session, assumed_role, assumed_root, federated_user };

struct Principal {
  std::string account_id;
  std::string arn;
  std::string user_id;
  std::optional<SessionKind> session;  // null for long-term credentials
  std::string source_identity;         // passed down a chain of roles; empty: none
  std::vector<Tag> transitive_tags;    // passed down a chain of roles
};

// Temporary keys live here until an hour after their end, and at most k_sessions_max of them: the ones that end first make
// room. A key's account stands in its id (aws/access_key.h) and outlives both. Thread-safe.
class IdentityStore final : public aws::AccessKeyStore {
 public:
  static constexpr std::size_t k_sessions_max = 100'000;

  // `users`: the long-term keys that the configuration names; null: none.
  explicit IdentityStore(std::shared_ptr<const aws::AccessKeyStore> users) : users_(std::move(users)) {}

  // The caller: by its temporary key, else by its long-term key, else the root user of the account that the request is for.
  Principal identify(const aws::RequestContext& context) const;

  // Fresh credentials of `principal`. token_bytes_min: the least length of the session token.
  Credentials issue(Principal principal, std::chrono::seconds duration, const aws::RequestContext& context,
                    std::size_t token_bytes_min);

  // Temporary keys only: the configured ones are their own store's.
  std::shared_ptr<const aws::AccessKey> find_access_key(std::string_view id) const override;
  // The account that a key of any kind belongs to; null where nothing tells.
  std::optional<std::string> find_account(const std::string& access_key_id) const;

  void forget_all();

 private:
  struct Session {
    aws::AccessKey key;
    Principal principal;
  };
  std::shared_ptr<const Session> find_session(std::string_view id) const;
  void make_room(TimePoint now);  // with mutex_ held

  std::shared_ptr<const aws::AccessKeyStore> users_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Session>> sessions_;
  std::multimap<TimePoint, std::string> by_end_;
};

}  // namespace winterbaume::sts
