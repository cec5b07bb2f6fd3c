// JSON with the places of its values: what a policy is read from, and where in it a mistake is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winterbaume::dynamodb {

enum class PolicyNodeKind : std::uint8_t { object, list, text, other };

struct PolicyMember;
struct PolicyNode {
  PolicyNodeKind kind = PolicyNodeKind::other;
  std::size_t at = 0;                 // where its first character is
  std::string text;                   // of a text; a number, true, false and null as they are written
  std::vector<PolicyMember> members;  // of an object, in order
  std::vector<PolicyNode> items;      // of a list
};
struct PolicyMember {
  std::string name;
  PolicyNode value;
};

// Null where the text is no JSON, or nested deeper than any policy is.
std::optional<PolicyNode> read_policy_tree(std::string_view json);

}  // namespace winterbaume::dynamodb
