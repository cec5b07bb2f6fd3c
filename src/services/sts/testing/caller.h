// A caller of STS in a test: an access key at a moment, in an account and region.
#pragma once

#include <memory>
#include <string>

#include "aws/request_context.h"
#include "services/sts/identity_store.h"

namespace winterbaume::sts {

struct Caller {
  SequentialIds ids;
  ManualClock clock;
  std::string access_key_id = "test";
  Scope scope{"123456789012", "us-east-1"};

  aws::RequestContext context() {
    aws::RequestContext context;
    context.scope = scope;
    context.access_key_id = access_key_id;
    context.now = clock.now();
    context.clock = &clock;
    context.ids = &ids;
    return context;
  }
  // Goes on with temporary credentials, as the spine sees them: the key's id tells the account.
  void become(const Credentials& credentials) {
    access_key_id = *credentials.access_key_id;
    scope.account_id = aws::account_of_issued_key(access_key_id).value_or("none");
  }
};

}  // namespace winterbaume::sts
