// The accounts that grants may name, where the server knows its users.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace winterbaume::s3 {

struct KnownAccount {
  std::string account_id;
  std::string canonical_id;
  std::string display_name;
  std::string email;  // empty: none
};

// Never changes once made.
class KnownAccounts {
 public:
  explicit KnownAccounts(std::vector<KnownAccount> accounts) : accounts_(std::move(accounts)) {}
  // Null where there is none.
  const KnownAccount* find_canonical(std::string_view canonical_id) const;
  const KnownAccount* find_email(std::string_view email) const;  // compared without case

 private:
  std::vector<KnownAccount> accounts_;
};

}  // namespace winterbaume::s3
