// Who a request may be signed by: access keys, where they are looked up, and the account that a key's id itself tells.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"

namespace winterbaume::aws {

struct AccessKey {
  std::string id;             // "AKIA…", or whatever the configuration names
  std::string secret;         // never logged
  std::string account_id;     // 12 digits
  std::string name;           // of its user, where it is one's
  std::string arn;            // of its principal: "arn:aws:iam::123456789012:user/alice"
  std::string user_id;        // of its principal: "AIDA…", "AROA…:session"
  std::string session_token;  // what X-Amz-Security-Token must say; empty for a long-term key
  TimePoint expires = k_end_of_time;
  std::string canonical_id;  // S3's id of the account; empty: derived from the account
  std::string display_name;  // S3's display name of the account
  std::string email;         // of the account, for grants of S3
};

// Thread-safe.
class AccessKeyStore {
 public:
  virtual ~AccessKeyStore() = default;
  // Null where there is no such key. Expired keys may still be found: the caller compares `expires`.
  virtual std::shared_ptr<const AccessKey> find_access_key(std::string_view id) const = 0;
  // A long-term key of the account, which tells how S3 names the account. Null where none is known.
  virtual std::shared_ptr<const AccessKey> find_key_of_account(std::string_view /*account_id*/) const { return nullptr; }
};

// Fixed keys, as a configuration names them. Of two keys with one id the last counts.
class FixedAccessKeys final : public AccessKeyStore {
 public:
  explicit FixedAccessKeys(std::vector<AccessKey> keys);
  std::shared_ptr<const AccessKey> find_access_key(std::string_view id) const override;
  // The one that has a canonical id, where one has.
  std::shared_ptr<const AccessKey> find_key_of_account(std::string_view account_id) const override;

 private:
  std::map<std::string, std::shared_ptr<const AccessKey>, std::less<>> keys_;
  std::map<std::string, std::shared_ptr<const AccessKey>, std::less<>> accounts_;
};

// Asks several stores in turn. Null ones are skipped.
class ChainedAccessKeys final : public AccessKeyStore {
 public:
  explicit ChainedAccessKeys(std::vector<std::shared_ptr<const AccessKeyStore>> stores) : stores_(std::move(stores)) {}
  std::shared_ptr<const AccessKey> find_access_key(std::string_view id) const override;
  std::shared_ptr<const AccessKey> find_key_of_account(std::string_view account_id) const override;

 private:
  std::vector<std::shared_ptr<const AccessKeyStore>> stores_;
};

// AWS's ids since 2019 carry the account in the base32 characters that follow their four-letter prefix ("ASIA"). `random`
// fills the other bits, of which twelve are a mark by which account_of_issued_key() knows our own.
std::string make_access_key_id(std::string_view prefix, std::string_view account_id, std::uint64_t random);
// The id of a user ("AIDA") or role ("AROA"): the same for the same ARN.
std::string make_principal_id(std::string_view prefix, std::string_view account_id, std::string_view arn);
// The account in an AWS access key's or principal's id (AKIA…, ASIA…, AIDA…); null for an older form or any other text.
std::optional<std::string> account_in_key_id(std::string_view id);
// The account that a request's access key stands for by itself: an id of twelve digits is the account, and an id that
// make_access_key_id() made carries it. Null for every other key: its account is the configured one.
std::optional<std::string> account_of_issued_key(std::string_view id);

}  // namespace winterbaume::aws
