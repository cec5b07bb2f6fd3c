// The grammar of policy documents, as far as a session policy must keep to it (IAM User Guide, "Grammar of the IAM JSON policy
// language"). What a policy allows is not evaluated.
#include <boost/json.hpp>

#include "generated/sts/errors.h"
#include "services/sts/role_session.h"

namespace winterbaume::sts {
namespace {

namespace json = boost::json;

aws::Result<void> malformed(std::string text) { return aws::fail(errors::malformed_policy_document_exception(std::move(text))); }

aws::Result<void> check_statement(const json::value& value) {
  const auto* statement = value.if_object();
  if (statement == nullptr) return malformed("Syntax errors in policy.");
  const auto* effect = statement->if_contains("Effect");
  bool known = effect != nullptr && effect->is_string() && (effect->get_string() == "Allow" || effect->get_string() == "Deny");
  if (!known) return malformed("Syntax errors in policy.");
  if (statement->contains("Principal") || statement->contains("NotPrincipal")) {
    return malformed("Policy document should not specify a principal.");
  }
  if (!statement->contains("Action") && !statement->contains("NotAction")) {
    return malformed("Policy statement must contain actions.");
  }
  if (!statement->contains("Resource") && !statement->contains("NotResource")) {
    return malformed("Policy statement must contain resources.");
  }
  return {};
}

}  // namespace

aws::Result<void> check_session_policy(std::string_view document) {
  json::error_code error;
  auto parsed = json::parse({document.data(), document.size()}, error);
  const auto* policy = error ? nullptr : parsed.if_object();
  if (policy == nullptr) return malformed("This policy contains invalid Json");
  const auto* statements = policy->if_contains("Statement");
  if (statements == nullptr) return malformed("Syntax errors in policy.");
  if (!statements->is_array()) return check_statement(*statements);
  for (const auto& statement : statements->get_array()) {
    if (auto checked = check_statement(statement); !checked) return checked;
  }
  return {};
}

}  // namespace winterbaume::sts
