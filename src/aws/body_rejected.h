// Thrown by a body's source while it is read: what the client sent is not what it announced (a chunk's signature, a chunk's
// framing, the payload's hash). The spine answers with the error; whoever reads the body only has to leave nothing behind.
#pragma once

#include <stdexcept>

#include "aws/error.h"

namespace winterbaume::aws {

struct BodyRejected : std::runtime_error {
  explicit BodyRejected(Error why) : std::runtime_error(why.message), error(std::move(why)) {}
  Error error;
};

}  // namespace winterbaume::aws
