// Resource policies: whatever text comes is refused, or has a canonical form whose own form is itself.
#include <cstdlib>

#include "services/dynamodb/settings/policy_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace winterbaume;
  using namespace winterbaume::dynamodb;
  const auto policy = parse_policy(std::string_view(reinterpret_cast<const char*>(data), size), "aws");
  if (!policy) return 0;
  (void)check_attachable(*policy, PolicyTarget::table);
  (void)check_attachable(*policy, PolicyTarget::stream);
  aws::RequestContext context;
  context.scope = {"123456789012", "us-east-1"};
  context.principal_arn = "arn:aws:sts::123456789012:assumed-role/writer/session";
  const auto denied =
      denies_caller(*policy, context, "dynamodb:PutResourcePolicy", "arn:aws:dynamodb:us-east-1:123456789012:table/t");
  const auto canonical = canonical_text(*policy);
  const auto again = parse_policy(canonical, "aws");
  if (!again) return canonical.size() > 20480 ? 0 : (std::abort(), 0);  // account ids have become longer
  if (canonical_text(*again) != canonical) std::abort();
  if (denies_caller(*again, context, "dynamodb:PutResourcePolicy", "arn:aws:dynamodb:us-east-1:123456789012:table/t") != denied) {
    std::abort();
  }
  return 0;
}
