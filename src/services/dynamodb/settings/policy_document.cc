#include "services/dynamodb/settings/policy_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <set>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "services/dynamodb/settings/policy_tree.h"

namespace winterbaume::dynamodb {
namespace {

// Developer Guide, "Quotas": the size of a resource-based policy, white space included.
constexpr std::size_t k_policy_bytes_max = 20480;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

using Problem = std::optional<aws::Error>;

class PolicyReader {
 public:
  PolicyReader(std::string_view json, std::string_view partition) : json_(json), partition_(partition) {}

  Problem read(const PolicyNode& root, PolicyDocument& out) const {
    const PolicyNode* statements = nullptr;
    for (const auto& [name, value] : root.members) {
      if (name == "Statement") {
        statements = &value;
      } else if ((name != "Version" && name != "Id") || value.kind != PolicyNodeKind::text) {
        return syntax_error(value);
      } else {
        (name == "Id" ? out.id : out.version) = value.text;
      }
    }
    if (out.version && *out.version != "2012-10-17" && *out.version != "2008-10-17") {
      return invalid_policy("The policy must contain a valid version string");
    }
    if (statements == nullptr) return syntax_error_at(end());
    return read_statements(*statements, out);
  }

 private:
  std::size_t end() const { return json_.find_last_not_of(" \t\r\n") + 1; }

  // AWS's parser has read what a value begins with when it finds that the value does not belong there.
  Problem syntax_error(const PolicyNode& value) const { return syntax_error_at(value.at + 1); }
  Problem syntax_error_at(std::size_t read) const {
    const auto before = json_.substr(0, read);
    const auto line = std::ranges::count(before, '\n') + 1;
    const auto line_begin = before.rfind('\n') + 1;  // 0 where there is none
    return invalid_policy(fmt::format("Syntax error at position ({},{})", line, read - line_begin + 1));
  }

  Problem read_statements(const PolicyNode& node, PolicyDocument& out) const {
    if (node.kind == PolicyNodeKind::object) return read_statement(node, out.statements.emplace_back());
    if (node.kind != PolicyNodeKind::list) return syntax_error(node);
    if (node.items.empty()) return invalid_policy("Could not parse the policy: Statement is empty!");
    for (const auto& item : node.items) {
      if (item.kind != PolicyNodeKind::object) return syntax_error(item);
      if (auto wrong = read_statement(item, out.statements.emplace_back())) return wrong;
    }
    return std::nullopt;
  }

  Problem read_statement(const PolicyNode& node, PolicyStatement& out) const {
    for (const auto& [name, value] : node.members) {
      if (auto wrong = read_member(name, value, out)) return wrong;
    }
    const auto missing = [](std::string_view name) { return invalid_policy(fmt::format("Missing required field {}", name)); };
    if (!out.allow) return missing("Effect");
    if (out.principals.empty()) return missing("Principal");
    if (out.actions.empty()) return missing("Action");
    if (out.resources.empty()) return missing("Resource");
    return std::nullopt;
  }

  Problem read_member(std::string_view name, const PolicyNode& value, PolicyStatement& out) const {
    if (name == "Sid") {
      if (value.kind != PolicyNodeKind::text) return syntax_error(value);
      out.sid = value.text;
      return std::nullopt;
    }
    if (name == "Effect") return read_effect(value, out);
    if (name == "Principal" || name == "NotPrincipal") {
      if (!out.principals.empty()) return syntax_error(value);
      out.not_principal = name == "NotPrincipal";
      return read_principals(value, out);
    }
    if (name == "Action" || name == "NotAction") {
      if (!out.actions.empty()) return syntax_error(value);
      out.not_action = name == "NotAction";
      return read_texts(value, out.actions);
    }
    if (name == "Resource" || name == "NotResource") {
      if (!out.resources.empty()) return syntax_error(value);
      out.not_resource = name == "NotResource";
      return read_texts(value, out.resources);
    }
    return name == "Condition" ? read_conditions(value, out) : syntax_error(value);
  }

  // In any case of letters (measured).
  Problem read_effect(const PolicyNode& value, PolicyStatement& out) const {
    const bool allow = boost::iequals(value.text, "Allow");
    if (value.kind != PolicyNodeKind::text || (!allow && !boost::iequals(value.text, "Deny"))) return syntax_error(value);
    out.allow = allow;
    return std::nullopt;
  }

  // One text or a list of them.
  Problem read_texts(const PolicyNode& node, std::vector<std::string>& out) const {
    if (node.kind == PolicyNodeKind::text) {
      out.push_back(node.text);
      return std::nullopt;
    }
    if (node.kind != PolicyNodeKind::list || node.items.empty()) return syntax_error(node);
    for (const auto& item : node.items) {
      if (item.kind != PolicyNodeKind::text) return syntax_error(item);
      out.push_back(item.text);
    }
    return std::nullopt;
  }

  Problem read_principals(const PolicyNode& node, PolicyStatement& out) const {
    if (node.kind == PolicyNodeKind::text && node.text == "*") {
      out.principals = {{"*", {"*"}}};
      return std::nullopt;
    }
    if (node.kind != PolicyNodeKind::object) return syntax_error(node);
    for (const auto& [kind, value] : node.members) {
      if (kind != "AWS" && kind != "Service" && kind != "Federated" && kind != "CanonicalUser") return syntax_error(value);
      std::vector<std::string> texts;
      if (auto wrong = read_texts(value, texts)) return wrong;
      auto& principals = out.principals.emplace_back(kind, std::vector<std::string>()).second;
      for (auto& text : texts) {
        if (kind == "AWS" && aws::is_account_id(text)) text = fmt::format("arn:{}:iam::{}:root", partition_, text);
        if (std::ranges::find(principals, text) == principals.end()) principals.push_back(std::move(text));
      }
    }
    return std::nullopt;
  }

  Problem read_conditions(const PolicyNode& node, PolicyStatement& out) const {
    if (node.kind != PolicyNodeKind::object) return syntax_error(node);
    for (const auto& [type, keys] : node.members) {
      if (keys.kind != PolicyNodeKind::object) return syntax_error(keys);
      for (const auto& [key, values] : keys.members) {
        auto& condition = out.conditions.emplace_back(type, key, std::vector<std::string>());
        if (auto wrong = read_values(values, condition.values)) return wrong;
      }
    }
    return std::nullopt;
  }

  // Numbers and booleans are compared as texts.
  Problem read_values(const PolicyNode& node, std::vector<std::string>& out) const {
    if (node.kind == PolicyNodeKind::object) return syntax_error(node);
    if (node.kind != PolicyNodeKind::list) {
      out.push_back(node.text);
      return std::nullopt;
    }
    for (const auto& item : node.items) {
      if (item.kind == PolicyNodeKind::object || item.kind == PolicyNodeKind::list) return syntax_error(item);
      out.push_back(item.text);
    }
    return std::nullopt;
  }

  std::string_view json_;
  std::string_view partition_;
};

Problem check_sids(const PolicyDocument& policy) {
  std::set<std::string_view> sids;
  for (const auto& statement : policy.statements) {
    if (statement.sid && !sids.insert(*statement.sid).second) {
      return invalid_policy("The Statement Ids in the policy are not unique");
    }
  }
  return std::nullopt;
}

}  // namespace

aws::Error invalid_policy(std::string_view why) {
  return aws::errors::validation(fmt::format("One or more parameter values were invalid: Invalid policy document: {}", why));
}

Result<PolicyDocument> parse_policy(std::string_view json, std::string_view partition) {
  if (json.size() > k_policy_bytes_max) {
    return aws::fail(aws::errors::validation(
        fmt::format("One or more parameter values were invalid: Maximum policy size of {} bytes exceeded", k_policy_bytes_max)));
  }
  if (trimmed(json) == "null") return aws::fail(invalid_policy("This text appears not to be a policy"));
  const auto root = read_policy_tree(json);
  if (!root || root->kind != PolicyNodeKind::object) {
    return aws::fail(invalid_policy("This policy contains invalid Json"));
  }
  PolicyDocument policy;
  if (auto wrong = PolicyReader(json, partition).read(*root, policy)) return aws::fail(std::move(*wrong));
  if (auto wrong = check_sids(policy)) return aws::fail(std::move(*wrong));
  return policy;
}

}  // namespace winterbaume::dynamodb
