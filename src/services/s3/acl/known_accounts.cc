#include "services/s3/acl/known_accounts.h"

#include "core/bytes.h"

namespace winterbaume::s3 {

const KnownAccount* KnownAccounts::find_canonical(std::string_view canonical_id) const {
  for (const auto& account : accounts_) {
    if (account.canonical_id == canonical_id) return &account;
  }
  return nullptr;
}

const KnownAccount* KnownAccounts::find_email(std::string_view email) const {
  for (const auto& account : accounts_) {
    if (!account.email.empty() && equals_ignoring_case(account.email, email)) return &account;
  }
  return nullptr;
}

}  // namespace winterbaume::s3
