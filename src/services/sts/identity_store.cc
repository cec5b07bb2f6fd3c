#include "services/sts/identity_store.h"

#include <fmt/format.h>

#include "aws/arn.h"
#include "core/bytes.h"

namespace winterbaume::sts {
namespace {

constexpr auto k_kept_after_end = std::chrono::hours(1);
constexpr std::size_t k_secret_bytes = 30;  // 40 characters, as AWS's secrets have
constexpr std::size_t k_token_bytes_least = 256;

std::string random_bytes(Ids& ids, std::size_t count) {
  std::string out;
  while (out.size() < count) {
    auto bits = ids.random();
    out.append(reinterpret_cast<const char*>(&bits), std::min(sizeof bits, count - out.size()));
  }
  return out;
}

Principal principal_of(const aws::AccessKey& user) { return {user.account_id, user.arn, user.user_id, std::nullopt, "", {}}; }

}  // namespace

Principal IdentityStore::identify(const aws::RequestContext& context) const {
  if (auto session = find_session(context.access_key_id)) return session->principal;
  if (users_) {
    if (auto user = users_->find_access_key(context.access_key_id)) return principal_of(*user);
  }
  const auto& account = context.scope.account_id;
  auto arn = fmt::format("arn:{}:iam::{}:root", aws::partition_of(context.scope.region), account);
  return {account, std::move(arn), account, std::nullopt, "", {}};
}

Credentials IdentityStore::issue(Principal principal, std::chrono::seconds duration, const aws::RequestContext& context,
                                 std::size_t token_bytes_min) {
  auto token_bytes = std::max(token_bytes_min, k_token_bytes_least);
  auto session = std::make_shared<Session>();
  session->key.secret = to_base64(random_bytes(*context.ids, k_secret_bytes));
  session->key.account_id = principal.account_id;
  session->key.arn = principal.arn;
  session->key.user_id = principal.user_id;
  session->key.session_token = to_base64(random_bytes(*context.ids, token_bytes * 3 / 4 + 2));
  session->key.expires = std::chrono::floor<std::chrono::seconds>(context.now) + duration;
  session->principal = std::move(principal);

  std::lock_guard lock(mutex_);
  make_room(context.now);
  do {
    session->key.id = aws::make_access_key_id("ASIA", session->key.account_id, context.ids->random());
  } while (sessions_.contains(session->key.id));
  by_end_.emplace(session->key.expires, session->key.id);
  sessions_.emplace(session->key.id, session);
  return {session->key.id, session->key.secret, session->key.session_token, session->key.expires};
}

void IdentityStore::make_room(TimePoint now) {
  while (!by_end_.empty() && (by_end_.begin()->first + k_kept_after_end < now || sessions_.size() >= k_sessions_max)) {
    sessions_.erase(by_end_.begin()->second);
    by_end_.erase(by_end_.begin());
  }
}

std::shared_ptr<const IdentityStore::Session> IdentityStore::find_session(std::string_view id) const {
  if (!id.starts_with("ASIA")) return nullptr;
  std::lock_guard lock(mutex_);
  auto found = sessions_.find(std::string(id));
  return found == sessions_.end() ? nullptr : found->second;
}

std::shared_ptr<const aws::AccessKey> IdentityStore::find_access_key(std::string_view id) const {
  auto session = find_session(id);
  return session ? std::shared_ptr<const aws::AccessKey>(session, &session->key) : nullptr;
}

std::optional<std::string> IdentityStore::find_account(const std::string& access_key_id) const {
  if (auto key = find_access_key(access_key_id)) return key->account_id;
  if (users_) {
    if (auto user = users_->find_access_key(access_key_id)) return user->account_id;
  }
  return aws::account_in_key_id(access_key_id);
}

void IdentityStore::forget_all() {
  std::lock_guard lock(mutex_);
  sessions_.clear();
  by_end_.clear();
}

}  // namespace winterbaume::sts
