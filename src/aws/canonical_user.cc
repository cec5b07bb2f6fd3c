#include "aws/canonical_user.h"

#include "core/bytes.h"
#include "core/digest.h"

namespace winterbaume::aws {

std::string canonical_user_id_of(std::string_view account_id) {
  return to_hex(as_bytes(sha256(std::string("canonical user of ").append(account_id))));
}

}  // namespace winterbaume::aws
