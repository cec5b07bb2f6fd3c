#include "services/dynamodb/partiql/update_actions.h"

#include <fmt/format.h>

#include "services/dynamodb/expressions/path_overlaps.h"
#include "services/dynamodb/expressions/update.h"
#include "services/dynamodb/partiql/operand_checks.h"

namespace winterbaume::dynamodb::partiql {
namespace {

class UpdateMaker {
 public:
  explicit UpdateMaker(Parameters parameters) : parameters_(parameters) {}

  std::optional<aws::Error> add(const UpdateClause& action) {
    auto path = make_path(action.target);
    if (!path) return path.error();
    paths_.push_back(*path);
    if (!action.value) {
      plan_.removes.push_back(std::move(*path));
      return std::nullopt;
    }
    const auto& value = *action.value;
    if (value.kind == ExprKind::call && value.text == "set_add") return change_set(std::move(*path), value, plan_.adds);
    if (value.kind == ExprKind::call && value.text == "set_delete") return change_set(std::move(*path), value, plan_.deletes);
    return set(std::move(*path), value);
  }

  Result<UpdatePtr> take() {
    std::vector<const DocumentPath*> paths;
    for (const auto& path : paths_) paths.push_back(&path);
    if (auto wrong = check_paths_apart(ExpressionKind::update, paths)) {
      // There is no UpdateExpression to be invalid.
      const auto why = wrong->message.find(": ");
      return aws::fail(refused(wrong->message.substr(why == std::string::npos ? 0 : why + 2)));
    }
    return std::make_shared<const UpdatePlan>(std::move(plan_));
  }

 private:
  std::optional<aws::Error> change_set(DocumentPath path, const Expr& call, std::vector<ValueAction>& out) {
    const std::string name = call.text == "set_add" ? "SET_ADD" : "SET_DELETE";
    if (call.children.size() != 2) return refused_at(name + " must have exactly two arguments", call.place);
    const auto& target = call.children[0];
    const auto same = is_path(target) ? make_path(target) : Result<DocumentPath>(DocumentPath());
    if (!same) return same.error();
    if (*same != path) {
      return refused_at(fmt::format("The first argument to {} must equal the assignment value", name), call.place);
    }
    const auto no_set = refused_at(fmt::format("The second argument to {} must be a value with type SET", name), target.place);
    if (!is_value(call.children[1])) return no_set;
    auto value = make_value(call.children[1], parameters_);
    if (!value) return value.error();
    if (!value->view().is_set()) return no_set;
    out.push_back({.path = std::move(path), .value = std::move(*value)});
    return std::nullopt;
  }

  std::optional<aws::Error> set(DocumentPath path, const Expr& value) {
    SetAction action{.path = std::move(path), .first = {}, .op = SetOperator::none, .second = std::nullopt};
    auto operand = operand_of(value);
    if (!operand) return operand.error();
    action.first = std::move(*operand);
    plan_.sets.push_back(std::move(action));
    return std::nullopt;
  }

  Result<UpdateOperand> sum(const Expr& expr) {
    if (expr.text != "+" && expr.text != "-") return aws::fail(unsupported_operator(expr.text));
    return binary(expr, expr.text == "+" ? UpdateFunctionKind::plus : UpdateFunctionKind::minus, ValueType::n);
  }

  // Constants among its operands are of that type.
  Result<UpdateOperand> binary(const Expr& expr, UpdateFunctionKind kind, ValueType constants) {
    UpdateFunction made{.kind = kind};
    for (const auto& child : expr.children) {
      auto operand = operand_of(child);
      if (!operand) return operand;
      const auto* constant = std::get_if<AttributeValue>(&*operand);
      if (constant != nullptr && constant->view().type() != constants) {
        return aws::fail(wrong_operand_type(expr.text, constant->view().type()));
      }
      (&child == &expr.children.front() ? made.first : made.second) = std::move(*operand);
    }
    return UpdateOperand(std::make_shared<const UpdateFunction>(std::move(made)));
  }

  static aws::Error unsupported_operator(std::string_view symbol) {
    return refused(fmt::format("Unsupported operator in Update Expression. Operator: {}", symbol));
  }

  Result<UpdateOperand> operand_of(const Expr& expr) {
    if (is_value(expr)) {
      auto value = make_value(expr, parameters_);
      if (!value) return aws::fail(std::move(value.error()));
      return UpdateOperand(std::move(*value));
    }
    if (is_path(expr)) {
      auto path = make_path(expr);
      if (!path) return aws::fail(std::move(path.error()));
      return UpdateOperand(std::move(*path));
    }
    switch (expr.kind) {
      case ExprKind::call:
        return function(expr);
      case ExprKind::negative:
      case ExprKind::positive:
        return aws::fail(wrong_operand_count(expr.text, 1));
      case ExprKind::is_type:
        return aws::fail(refused("IS operator is not supported in update expressions"));
      case ExprKind::missing:
        return aws::fail(refused("MISSING must be compared using IS operator"));
      case ExprKind::arithmetic:
        return sum(expr);
      case ExprKind::comparison:
        return aws::fail(unsupported_operator(expr.text));
      default:
        return aws::fail(refused("Unsupported token in expression: " + kind_name(expr)));
    }
  }

  Result<UpdateOperand> function(const Expr& expr) {
    if (expr.text != "list_append") return aws::fail(refused_at("Unrecognized function: " + expr.text, expr.place));
    if (expr.children.size() != 2) return aws::fail(wrong_operand_count("list_append", expr.children.size()));
    return binary(expr, UpdateFunctionKind::list_append, ValueType::l);
  }

  Parameters parameters_;
  UpdatePlan plan_;
  std::vector<DocumentPath> paths_;
};

}  // namespace

Result<UpdatePtr> make_update(const std::vector<UpdateClause>& actions, Parameters parameters) {
  UpdateMaker maker(parameters);
  for (const auto& action : actions) {
    if (auto wrong = maker.add(action)) return aws::fail(std::move(*wrong));
  }
  return maker.take();
}

}  // namespace winterbaume::dynamodb::partiql
