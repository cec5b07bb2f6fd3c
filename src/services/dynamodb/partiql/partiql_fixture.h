// For the tests of statements: they run on tables in memory.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "services/dynamodb/operations/item_operation_fixture.h"
#include "services/dynamodb/partiql/next_token.h"

namespace winterbaume::dynamodb::partiql {

class PartiqlTest : public ItemOperationTest {
 protected:
  Answer<ops::ExecuteStatement> statement(std::string text, std::vector<AttributeValue> parameters = {}) {
    ops::ExecuteStatement::Input input{.statement = std::move(text)};
    if (!parameters.empty()) input.parameters = std::move(parameters);
    return execute_statement(context, door, std::move(input));
  }
  // What it answers with, an item after another.
  std::string rows(std::string text, std::vector<AttributeValue> parameters = {}) {
    return shown(get(statement(std::move(text), std::move(parameters))));
  }
  std::string refused(std::string text, std::vector<AttributeValue> parameters = {}) {
    return refusal(statement(std::move(text), std::move(parameters)));
  }
  // The range keys of what is found: "1 2 3".
  std::string keys(std::string where) {
    const auto answer = get(statement("SELECT sk FROM items WHERE " + where));
    std::string out;
    for (const auto& item : *answer.items) {
      out.append(out.empty() ? "" : " ").append(item.find("sk").value().number().text());
    }
    return out;
  }
  std::string why(std::string where) {
    constexpr std::string_view validation = "ValidationException: ";
    auto message = refused("SELECT sk FROM items WHERE " + where);
    return message.starts_with(validation) ? message.substr(validation.size()) : message;
  }

  static std::string shown(const ops::ExecuteStatement::Output& output) {
    std::string out;
    for (const auto& item : *output.items) out += json_of(item);
    return out;
  }

  ops::ExecuteTransaction::Input transaction(std::vector<std::string> statements) {
    ops::ExecuteTransaction::Input input;
    auto& list = input.transact_statements.emplace();
    for (auto& text : statements) list.emplace_back().statement = std::move(text);
    return input;
  }
  std::string refused_transaction(std::vector<std::string> statements) {
    return refusal(execute_transaction(context, door, transaction(std::move(statements))));
  }
  std::vector<BatchStatementResponse> batch(std::vector<std::string> statements) {
    ops::BatchExecuteStatement::Input input;
    auto& list = input.statements.emplace();
    for (auto& text : statements) list.emplace_back().statement = std::move(text);
    return *get(batch_execute_statement(context, door, std::move(input))).responses;
  }
};

}  // namespace winterbaume::dynamodb::partiql
