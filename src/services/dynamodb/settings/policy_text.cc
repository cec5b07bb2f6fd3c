// Policies as DynamoDB writes them (measured: the order of members, lists of one, the version that is not there).
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "services/dynamodb/settings/policy_document.h"

namespace winterbaume::dynamodb {
namespace {

namespace json = boost::json;

json::value one_or_many(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return json::value(texts.front());
  json::array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

json::value principals_of(const PolicyStatement& statement) {
  if (statement.principals.front().first == "*") return json::value("*");
  json::object out;
  for (const auto& [kind, values] : statement.principals) out[kind] = one_or_many(values);
  return out;
}

json::value conditions_of(const PolicyStatement& statement) {
  json::object out;
  for (const auto& condition : statement.conditions) {
    auto& keys = out[condition.type];
    if (!keys.is_object()) keys = json::object();
    keys.get_object()[condition.key] = one_or_many(condition.values);
  }
  return out;
}

json::object statement_of(const PolicyStatement& statement) {
  json::object out;
  if (statement.sid) out["Sid"] = *statement.sid;
  out["Effect"] = *statement.allow ? "Allow" : "Deny";
  out[statement.not_principal ? "NotPrincipal" : "Principal"] = principals_of(statement);
  out[statement.not_action ? "NotAction" : "Action"] = one_or_many(statement.actions);
  out[statement.not_resource ? "NotResource" : "Resource"] = one_or_many(statement.resources);
  if (!statement.conditions.empty()) out["Condition"] = conditions_of(statement);
  return out;
}

}  // namespace

std::string canonical_text(const PolicyDocument& policy) {
  json::object out;
  if (policy.version) out["Version"] = *policy.version;
  if (policy.id) out["Id"] = *policy.id;
  json::array statements;
  for (const auto& statement : policy.statements) statements.emplace_back(statement_of(statement));
  out["Statement"] = std::move(statements);
  return json::serialize(out);
}

std::string shown_text(const std::string& canonical) {
  if (canonical.starts_with(R"({"Version":)")) return canonical;
  return R"({"Version":"2008-10-17",)" + canonical.substr(1);
}

}  // namespace winterbaume::dynamodb
