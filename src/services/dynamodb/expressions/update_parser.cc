#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "services/dynamodb/expressions/path_overlaps.h"
#include "services/dynamodb/expressions/token_reader.h"
#include "services/dynamodb/expressions/update.h"

namespace winterbaume::dynamodb {
namespace {

constexpr int k_nesting_max = 64;  // of functions, so that no expression exhausts the stack

// Functions of conditions, which an update does not know.
constexpr std::array<std::string_view, 6> k_condition_functions{
    "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size"};

// As AWS's messages name types in ADD and DELETE.
std::string_view long_type_name(ValueType type) {
  constexpr std::array<std::string_view, 10> k_names{"STRING",     "NUMBER", "BINARY", "STRING_SET", "NUMBER_SET",
                                                     "BINARY_SET", "MAP",    "LIST",   "NULL",       "BOOLEAN"};
  return k_names[static_cast<std::size_t>(type)];
}

bool is_set_type(ValueType type) { return type == ValueType::ss || type == ValueType::ns || type == ValueType::bs; }

class UpdateParser {
 public:
  explicit UpdateParser(TokenReader reader) : reader_(std::move(reader)) {}

  Result<UpdatePtr> whole() {
    while (!reader_.at_end()) {
      if (auto section = this->section(); !section) return aws::fail(std::move(section.error()));
    }
    if (auto meeting = find_meeting_paths(in_order())) reader_.note(problems::k_paths, std::move(*meeting));
    if (auto refusal =
            reader_.find_problem({problems::k_reserved_word, problems::k_unknown_function, problems::k_misused_function,
                                  problems::k_section, problems::k_undefined_name, problems::k_undefined_value, problems::k_paths,
                                  problems::k_section_operand, problems::k_operand})) {
      return aws::fail(std::move(*refusal));
    }
    return std::make_shared<const UpdatePlan>(std::move(plan_));
  }

 private:
  enum class Section : std::uint8_t { set, remove, add, delete_ };
  using Action = Result<void> (UpdateParser::*)();
  struct SectionRule {
    std::string_view keyword;
    Section section;
    Action action;
  };

  Result<void> section() {
    static constexpr std::array<SectionRule, 4> k_rules{{{"SET", Section::set, &UpdateParser::set_action},
                                                         {"REMOVE", Section::remove, &UpdateParser::remove_action},
                                                         {"ADD", Section::add, &UpdateParser::add_action},
                                                         {"DELETE", Section::delete_, &UpdateParser::delete_action}}};
    const auto rule = std::ranges::find_if(k_rules, [&](const auto& known) { return reader_.at_keyword(known.keyword); });
    if (rule == k_rules.end()) return aws::fail(reader_.syntax());
    if (std::exchange(seen_[static_cast<std::size_t>(rule->section)], true)) {
      reader_.note(problems::k_section,
                   fmt::format("The \"{}\" section can only be used once in an update expression;", rule->keyword));
    }
    reader_.next();
    do {
      if (auto taken = (this->*rule->action)(); !taken) return taken;
    } while (reader_.take_symbol(","));
    return {};
  }

  Result<void> set_action() {
    auto path = reader_.path();
    if (!path) return aws::fail(std::move(path.error()));
    if (auto sign = reader_.expect_symbol("="); !sign) return sign;
    SetAction action{.path = std::move(*path), .first = {}, .op = SetOperator::none, .second = std::nullopt};
    const bool parenthesised = reader_.take_symbol("(");
    if (auto taken = sum(action); !taken) return taken;
    if (parenthesised) {
      if (auto closed = reader_.expect_symbol(")"); !closed) return closed;
      if (action.op == SetOperator::none) {
        if (auto taken = rest_of_sum(action); !taken) return taken;
      }
    }
    plan_.sets.push_back(std::move(action));
    order_.push_back({Section::set, plan_.sets.size() - 1});
    return {};
  }

  Result<void> sum(SetAction& action) {
    auto first = operand();
    if (!first) return aws::fail(std::move(first.error()));
    action.first = std::move(*first);
    return rest_of_sum(action);
  }

  Result<void> rest_of_sum(SetAction& action) {
    if (!reader_.at_symbol("+") && !reader_.at_symbol("-")) return {};
    const auto sign = reader_.peek().text;
    reader_.next();
    const bool parenthesised = reader_.take_symbol("(");
    auto second = operand();
    if (!second) return aws::fail(std::move(second.error()));
    if (parenthesised) {
      if (auto closed = reader_.expect_symbol(")"); !closed) return closed;
    }
    for (const auto* term : {&action.first, &*second}) {
      const auto* value = std::get_if<AttributeValue>(term);
      if (value != nullptr && value->view().type() != ValueType::n) note_wrong_type(sign, value->view().type());
    }
    action.op = sign == "+" ? SetOperator::plus : SetOperator::minus;
    action.second = std::move(*second);
    return {};
  }

  Result<UpdateOperand> operand() {
    if (reader_.peek().kind == TokenKind::value_place) {
      auto value = reader_.value();
      if (!value) return aws::fail(std::move(value.error()));
      return UpdateOperand(std::move(*value));
    }
    const auto& after = reader_.peek(1);
    if (reader_.peek().kind == TokenKind::name && after.kind == TokenKind::symbol && after.text == "(") return call();
    auto path = reader_.path();
    if (!path) return aws::fail(std::move(path.error()));
    return UpdateOperand(std::move(*path));
  }

  Result<UpdateOperand> call() {
    const auto name = reader_.peek().text;
    if (name != "if_not_exists" && name != "list_append") {
      const bool of_conditions = std::ranges::find(k_condition_functions, name) != k_condition_functions.end();
      reader_.note(
          problems::k_unknown_function,
          fmt::format("{}; function: {}",
                      of_conditions ? "The function is not allowed in an update expression" : "Invalid function name", name));
    }
    if (++nesting_ > k_nesting_max) return aws::fail(too_deep());
    reader_.next();
    auto operands = arguments();
    --nesting_;
    if (!operands) return aws::fail(std::move(operands.error()));
    if (operands->size() != 2) {
      reader_.note(problems::k_operand, fmt::format("Incorrect number of operands for operator or function; operator or "
                                                    "function: {}, number of operands: {}",
                                                    name, operands->size()));
      return UpdateOperand(AttributeValue::of_null());
    }
    UpdateFunction made{.kind = name == "list_append" ? UpdateFunctionKind::list_append : UpdateFunctionKind::if_not_exists,
                        .first = std::move(operands->front()),
                        .second = std::move(operands->back())};
    check_function(name, made);
    return UpdateOperand(std::make_shared<const UpdateFunction>(std::move(made)));
  }

  aws::Error too_deep() const {
    auto noted = reader_.find_problem({problems::k_unknown_function});
    return noted ? std::move(*noted) : reader_.invalid("The expression has too many nested functions;");
  }

  Result<std::vector<UpdateOperand>> arguments() {
    reader_.next();  // the parenthesis that made it a call
    std::vector<UpdateOperand> out;
    do {
      auto one = operand();
      if (!one) return aws::fail(std::move(one.error()));
      out.push_back(std::move(*one));
    } while (reader_.take_symbol(","));
    if (auto closed = reader_.expect_symbol(")"); !closed) return aws::fail(std::move(closed.error()));
    return out;
  }

  // list_append is allowed at the top only (measured on AWS by the tests of Alternator).
  void check_function(std::string_view name, const UpdateFunction& function) {
    for (const auto* argument : {&function.first, &function.second}) {
      const auto* nested = std::get_if<std::shared_ptr<const UpdateFunction>>(argument);
      if (nested != nullptr && (*nested)->kind == UpdateFunctionKind::list_append) {
        reader_.note(problems::k_misused_function,
                     "The function is not allowed to be used this way in an expression; function: list_append");
      }
    }
    if (function.kind == UpdateFunctionKind::if_not_exists) {
      if (std::holds_alternative<DocumentPath>(function.first)) return;
      reader_.note(problems::k_operand,
                   fmt::format("Operator or function requires a document path; operator or function: {}", name));
      return;
    }
    for (const auto* argument : {&function.first, &function.second}) {
      const auto* value = std::get_if<AttributeValue>(argument);
      if (value != nullptr && value->view().type() != ValueType::l) note_wrong_type(name, value->view().type());
    }
  }

  void note_wrong_type(std::string_view operation, ValueType type) {
    reader_.note(problems::k_operand,
                 fmt::format("Incorrect operand type for operator or function; operator or function: {}, operand type: {}",
                             operation, value_type_name(type)));
  }

  Result<void> remove_action() {
    auto path = reader_.path();
    if (!path) return aws::fail(std::move(path.error()));
    plan_.removes.push_back(std::move(*path));
    order_.push_back({Section::remove, plan_.removes.size() - 1});
    return {};
  }

  Result<void> add_action() {
    auto action = value_action();
    if (!action) return aws::fail(std::move(action.error()));
    const auto type = action->value.view().type();
    if (type != ValueType::n && !is_set_type(type)) note_wrong_operand("ADD", type);
    plan_.adds.push_back(std::move(*action));
    order_.push_back({Section::add, plan_.adds.size() - 1});
    return {};
  }

  Result<void> delete_action() {
    auto action = value_action();
    if (!action) return aws::fail(std::move(action.error()));
    const auto type = action->value.view().type();
    if (!is_set_type(type)) note_wrong_operand("DELETE", type);
    plan_.deletes.push_back(std::move(*action));
    order_.push_back({Section::delete_, plan_.deletes.size() - 1});
    return {};
  }

  Result<ValueAction> value_action() {
    auto path = reader_.path();
    if (!path) return aws::fail(std::move(path.error()));
    auto value = reader_.value();
    if (!value) return aws::fail(std::move(value.error()));
    return ValueAction{std::move(*path), std::move(*value)};
  }

  void note_wrong_operand(std::string_view section, ValueType type) {
    reader_.note(
        problems::k_section_operand,
        fmt::format("Incorrect operand type for operator or function; operator: {}, operand type: {}, typeSet: ALLOWED_FOR_{}_"
                    "OPERAND",
                    section, long_type_name(type), section));
  }

  // The paths as the text has them.
  std::vector<const DocumentPath*> in_order() const {
    std::vector<const DocumentPath*> paths;
    paths.reserve(order_.size());
    for (const auto& [section, index] : order_) {
      switch (section) {
        case Section::set:
          paths.push_back(&plan_.sets[index].path);
          break;
        case Section::remove:
          paths.push_back(&plan_.removes[index]);
          break;
        case Section::add:
          paths.push_back(&plan_.adds[index].path);
          break;
        case Section::delete_:
          paths.push_back(&plan_.deletes[index].path);
          break;
      }
    }
    return paths;
  }

  TokenReader reader_;
  UpdatePlan plan_;
  std::vector<std::pair<Section, std::size_t>> order_;
  std::array<bool, 4> seen_{};
  int nesting_ = 0;
};

}  // namespace

Result<UpdatePtr> parse_update(std::string_view text, Placeholders& placeholders) {
  auto reader = read_tokens(ExpressionKind::update, text, placeholders);
  if (!reader) return aws::fail(std::move(reader.error()));
  return UpdateParser(std::move(*reader)).whole();
}

}  // namespace winterbaume::dynamodb
