#include "services/dynamodb/partiql/write_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "generated/dynamodb/errors.h"
#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/items/item_editor.h"
#include "services/dynamodb/partiql/conditions.h"
#include "services/dynamodb/partiql/key_reads.h"
#include "services/dynamodb/partiql/select_plan.h"
#include "services/dynamodb/partiql/sources.h"
#include "services/dynamodb/partiql/update_actions.h"

namespace winterbaume::dynamodb::partiql {
namespace {

constexpr std::string_view k_incomplete_key = "Where clause does not contain a mandatory equality on all key attributes";
constexpr std::string_view k_exists_needs_condition = "EXISTS() must contain a single item read with additional condition";

// WHERE of a statement that means one item: its key, and what else must hold.
struct ItemCondition {
  Item key;
  std::vector<ConditionPtr> rest;
  std::optional<aws::Error> problem;  // why the key is none
};

class KeySplitter {
 public:
  KeySplitter(const TableRecord& table, bool exists) : keys_(table.keys), exists_(exists) {}

  ItemCondition split(const ConditionPtr& where) {
    for (const auto& conjunct : conjuncts_of(where)) {
      if (!take_key(*conjunct)) out_.rest.push_back(conjunct);
    }
    std::vector<std::pair<std::string_view, ValueView>> key;
    for (const auto* attributes : {&keys_.hash, &keys_.range}) {
      for (const auto& attribute : *attributes) {
        const auto found = values_.find(attribute.name);
        if (found == values_.end()) {
          fail(refused(k_incomplete_key));
          continue;
        }
        if (found->second.view().type() != value_type(attribute.type)) {
          fail(refused("Key attribute's data type should match its data type in table's schema: Key " + attribute.name));
        }
        key.emplace_back(attribute.name, found->second.view());
      }
    }
    out_.key = Item(std::move(key));
    return std::move(out_);
  }

 private:
  void fail(aws::Error problem) {
    if (!out_.problem) out_.problem = std::move(problem);
  }

  bool take_key(const ConditionNode& conjunct) {
    if (conjunct.op != ConditionOperator::equal) return false;
    auto equality = find_equality(conjunct);
    if (!equality || !is_key_attribute(keys_, equality->attribute)) return false;
    const auto [known, fresh] = values_.try_emplace(equality->attribute, equality->values.front());
    if (fresh || known->second == equality->values.front()) return true;
    // The key is the first value; that it is another one too is a condition, which fails.
    if (exists_) return false;
    fail(refused(fmt::format("Multiple conditions on same key {}. Only single item Update/Insert/Delete are supported",
                             equality->attribute)));
    return true;
  }

  const KeySchemaRecord& keys_;
  bool exists_;
  std::map<std::string, AttributeValue> values_;
  ItemCondition out_;
};

Result<ItemCondition> item_condition(const std::optional<Expr>& where, const TableRecord& table, Parameters parameters,
                                     bool exists) {
  ConditionPtr condition;
  if (where) {
    auto made = make_where(*where, parameters);
    if (!made) return aws::fail(std::move(made.error()));
    condition = std::move(*made);
  }
  return KeySplitter(table, exists).split(condition);
}

ConditionPtr absent(const TableRecord& table) {
  return make_junction(ConditionOperator::none_of, {make_exists(table.keys.hash.front().name)});
}

ConditionPtr present(const TableRecord& table, std::vector<ConditionPtr> rest) {
  rest.insert(rest.begin(), make_exists(table.keys.hash.front().name));
  return make_junction(ConditionOperator::all_of, std::move(rest));
}

// Sets the write's key. A key that is none stays empty, which fits no table.
std::optional<aws::Error> take_key(PlannedWrite& write, ItemCondition& condition, KeyPolicy policy) {
  if (condition.problem && policy == KeyPolicy::refuse) return condition.problem;
  if (!condition.problem) write.key = std::move(condition.key);
  return std::nullopt;
}

class WritePlanner {
 public:
  WritePlanner(TablePtr table, Parameters parameters, KeyPolicy policy)
      : table_(std::move(table)), parameters_(parameters), policy_(policy) {}

  Result<WritePlan> operator()(const SelectStatement&) { return aws::fail(refused("Unsupported operation: Select")); }

  Result<WritePlan> operator()(const InsertStatement& statement) {
    auto item = make_item(*statement.value, parameters_);
    if (!item) return aws::fail(std::move(item.error()));
    auto plan = begun();
    plan.is_insert = true;
    plan.write.action = PutAction{std::move(*item)};
    plan.write.condition = absent(table_->record);
    return plan;
  }

  Result<WritePlan> operator()(const UpdateStatement& statement) {
    auto condition = item_condition(statement.where, table_->record, parameters_, false);
    if (!condition) return aws::fail(std::move(condition.error()));
    auto plan = begun();
    if (auto wrong = take_key(plan.write, *condition, policy_)) return aws::fail(std::move(*wrong));
    auto update = make_update(statement.actions, parameters_);
    if (!update) return aws::fail(std::move(update.error()));
    plan.update = std::move(*update);
    plan.write.action = UpdateAction{plan.update};
    plan.write.condition = present(table_->record, std::move(condition->rest));
    set_returning(plan, statement.returning);
    return plan;
  }

  // Where there is no item, nothing is to be deleted, and its condition is not asked (measured on AWS: dynamodb-conformance,
  // "executeStatement").
  Result<WritePlan> operator()(const DeleteStatement& statement) {
    auto condition = item_condition(statement.where, table_->record, parameters_, false);
    if (!condition) return aws::fail(std::move(condition.error()));
    auto plan = begun();
    if (auto wrong = take_key(plan.write, *condition, policy_)) return aws::fail(std::move(*wrong));
    plan.write.action = DeleteAction{};
    if (!condition->rest.empty()) {
      auto holds = make_junction(ConditionOperator::all_of, std::move(condition->rest));
      plan.write.condition = make_junction(ConditionOperator::any_of, {absent(table_->record), std::move(holds)});
    }
    set_returning(plan, statement.returning);
    return plan;
  }

  Result<WritePlan> operator()(const ExistsStatement& statement) {
    const auto columns = make_columns(statement.select);
    if (!columns) return aws::fail(columns.error());
    auto condition = item_condition(statement.select.where, table_->record, parameters_, true);
    if (!condition) return aws::fail(std::move(condition.error()));
    if (condition->key.view().size() != table_->record.keys.hash.size() + table_->record.keys.range.size() ||
        condition->rest.empty()) {
      return aws::fail(refused(k_exists_needs_condition));
    }
    auto plan = begun();
    plan.write.key = std::move(condition->key);
    plan.write.action = CheckAction{};
    plan.write.condition = present(table_->record, std::move(condition->rest));
    return plan;
  }

 private:
  WritePlan begun() const {
    WritePlan plan;
    plan.write.table = table_;
    return plan;
  }

  static void set_returning(WritePlan& plan, const std::optional<ReturningClause>& returning) {
    plan.returning = returning;
    plan.write.wants_before = returning && !returning->fresh;
    plan.write.wants_after = returning && returning->fresh;
  }

  TablePtr table_;
  Parameters parameters_;
  KeyPolicy policy_;
};

}  // namespace

Result<WritePlan> plan_write(const Statement& statement, TablePtr table, Parameters parameters, KeyPolicy policy) {
  return std::visit(WritePlanner(std::move(table), parameters, policy), statement.body);
}

std::optional<Item> returned_item(const WritePlan& plan, WrittenItem written) {
  if (!plan.returning) return std::nullopt;
  auto& image = plan.returning->fresh ? written.after : written.before;
  if (plan.returning->all || !image) return std::move(image);
  auto parts = project(image->view(), paths_of(*plan.update));
  if (parts.empty()) return std::nullopt;
  return parts;
}

aws::Error write_error(const WritePlan& plan, aws::Error error) {
  if (!plan.is_insert || error.shape->name != errors::k_ConditionalCheckFailedException.name) return error;
  return errors::duplicate_item_exception("Duplicate primary key exists in table");
}

}  // namespace winterbaume::dynamodb::partiql
