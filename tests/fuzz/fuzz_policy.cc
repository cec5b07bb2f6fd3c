// Bucket policies: whatever text comes is refused or decides; what is refused once is refused again.
#include <cstdlib>

#include "services/s3/access/policy.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace winterbaume::s3;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto policy = parse_policy(text);
  if (policy.has_value() != parse_policy(text).has_value()) std::abort();
  if (!policy) return 0;
  (void)check_policy(*policy, "photos");
  (void)is_public(*policy);
  (void)asks_for_object_tags(*policy);
  PolicyQuestion question{{false, "111111111111", "c1", "arn:aws:iam::111111111111:user/alice"},
                          "s3:GetObject",
                          "arn:aws:s3:::photos/a/b",
                          {{"aws:username", "alice"}, {"aws:SourceIp", "10.0.0.1"}, {"s3:prefix", "a/"}, {"s3:max-keys", "10"}}};
  (void)decide(*policy, question);
  question.caller = {.anonymous = true};
  (void)decide(*policy, question);
  return 0;
}
