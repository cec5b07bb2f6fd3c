#include "services/dynamodb/partiql/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace winterbaume::dynamodb::partiql {
namespace {

// Developer Guide, "Quotas": 32 levels with the attribute itself.
constexpr int k_value_levels_max = 32;

// Where a value stands within the attribute's: "root.x[1]".
class ValueMaker {
 public:
  Result<AttributeValue> value(const Expr& expr, int level) {
    if (level >= k_value_levels_max) {
      return aws::fail(refused("Nesting Levels have exceeded supported limits under " + where_));
    }
    switch (expr.kind) {
      case ExprKind::string:
        return AttributeValue::of_string(expr.text);
      case ExprKind::number:
        return number(expr);
      case ExprKind::boolean:
        return AttributeValue::of_boolean(expr.text == "true");
      case ExprKind::null:
        return AttributeValue::of_null();
      case ExprKind::list:
        return list(expr, level);
      case ExprKind::bag:
        return bag(expr);
      case ExprKind::tuple:
        return tuple(expr, level);
      case ExprKind::ion:
        return aws::fail(refused(fmt::format("Ion Literals are not supported: {} under key {}", expr.text, where_)));
      default:
        return aws::fail(refused_at(fmt::format("Unsupported data type: {} under key {}", kind_name(expr), where_), expr.place));
    }
  }

  // The key of a tuple's entry, new to it.
  Result<std::string> key(const Expr& expr, std::set<std::string_view>& seen) {
    if (expr.kind != ExprKind::string) {
      return aws::fail(
          refused(fmt::format("Tuple keys must be of type String. Actual type: {} under {}", kind_name(expr), where_)));
    }
    if (!seen.insert(expr.text).second) {
      return aws::fail(refused(fmt::format("Duplicate keys in tuple. Key: {} under {}", expr.text, where_)));
    }
    return expr.text;
  }

 private:
  // Lets `where_` go back to what it was.
  class Step {
   public:
    Step(std::string& where, std::string_view step) : where_(where), size_(where.size()) { where_.append(step); }
    ~Step() { where_.resize(size_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::string& where_;
    std::size_t size_;
  };

  Result<AttributeValue> number(const Expr& expr) {
    const auto number = Number::parse(expr.text);
    if (number) return AttributeValue::of_number(*number);
    return aws::fail(refused(number_fault_message(number.error(), expr.text) + " under " + where_));
  }

  Result<AttributeValue> list(const Expr& expr, int level) {
    std::vector<AttributeValue> values;
    for (std::size_t i = 0; i < expr.children.size(); ++i) {
      const Step step(where_, fmt::format("[{}]", i));
      auto one = value(expr.children[i], level + 1);
      if (!one) return one;
      values.push_back(std::move(*one));
    }
    std::vector<ValueView> views;
    for (const auto& one : values) views.push_back(one.view());
    return AttributeValue::of_list(views);
  }

  Result<AttributeValue> tuple(const Expr& expr, int level) {
    std::vector<AttributeValue> values;
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < expr.children.size(); i += 2) {
      const auto name = key(expr.children[i], seen);
      if (!name) return aws::fail(name.error());
      const Step step(where_, "." + *name);
      auto one = value(expr.children[i + 1], level + 1);
      if (!one) return one;
      values.push_back(std::move(*one));
    }
    std::vector<std::pair<std::string_view, ValueView>> entries;
    for (std::size_t i = 0; i < values.size(); ++i) entries.emplace_back(expr.children[2 * i].text, values[i].view());
    return AttributeValue::of_map(Item(std::move(entries)).view());
  }

  Result<AttributeValue> bag(const Expr& expr) {
    if (expr.children.empty()) return aws::fail(refused("Empty bags are not supported"));
    const auto kind = expr.children.front().kind;
    const bool alike = std::ranges::all_of(expr.children, [&](const Expr& child) { return child.kind == kind; });
    if (!alike || (kind != ExprKind::string && kind != ExprKind::number)) {
      return aws::fail(refused("Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"));
    }
    std::vector<AttributeValue> values;
    for (const auto& child : expr.children) {
      auto one = value(child, 0);
      if (!one) return one;
      values.push_back(std::move(*one));
    }
    const auto tag = kind == ExprKind::number ? ValueTag::ns : ValueTag::ss;
    std::vector<std::string_view> members;
    for (const auto& one : values) members.push_back(tag == ValueTag::ns ? one.view().ordered_number() : one.view().text());
    if (std::set<std::string_view>(members.begin(), members.end()).size() < members.size()) return aws::fail(duplicates(expr));
    return AttributeValue::of_set(tag, std::move(members));
  }

  // Of numbers in other words than of strings (measured on AWS: floci-io/floci, PartiQL edge cases).
  aws::Error duplicates(const Expr& bag) const {
    std::string members;
    for (const auto& child : bag.children) members.append(members.empty() ? "" : ", ").append(child.text);
    const bool numbers = bag.children.front().kind == ExprKind::number;
    return refused(fmt::format("One or more parameter values were invalid: Input collection [{}] contains duplicates{}", members,
                               numbers ? "! under " + where_ : "."));
  }

  std::string where_ = "root";
};

Result<PathStep> index_of(const PathPart& part) {
  const auto& index = part.index.front();
  if (index.kind != ExprKind::number) return aws::fail(refused_at("Unexpected path component", index.place));
  const auto number = Number::parse(index.text);
  const auto whole = number ? number->to_integer() : std::nullopt;
  if (!whole || *whole < 0 || *whole > std::numeric_limits<std::int32_t>::max()) {
    return aws::fail(
        refused_at(fmt::format("List index is not within the allowable range; index: [{}]", index.text), index.place));
  }
  return PathStep(static_cast<std::uint64_t>(*whole));
}

Result<PathStep> step_of(const PathPart& part) {
  switch (part.kind) {
    case PathPart::Kind::name:
      if (part.name.empty()) return aws::fail(refused("Path component cannot be an empty string"));
      return PathStep(part.name);
    case PathPart::Kind::any_name:
      return aws::fail(refused("Unpivot path component like a.*.b are not supported"));
    case PathPart::Kind::any_index:
      return aws::fail(refused("Wildcard path component like a[*].b are not supported"));
    case PathPart::Kind::index:
      break;
  }
  return index_of(part);
}

}  // namespace

bool is_value(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::string:
    case ExprKind::number:
    case ExprKind::boolean:
    case ExprKind::null:
    case ExprKind::ion:
    case ExprKind::parameter:
    case ExprKind::list:
    case ExprKind::bag:
    case ExprKind::tuple:
      return true;
    default:
      return false;
  }
}

Result<AttributeValue> make_value(const Expr& expr, Parameters parameters) {
  if (expr.kind == ExprKind::parameter) return parameters[expr.index];
  return ValueMaker().value(expr, 0);
}

Result<Item> make_item(const Expr& tuple, Parameters parameters) {
  std::vector<AttributeValue> values;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < tuple.children.size(); i += 2) {
    const auto name = ValueMaker().key(tuple.children[i], seen);
    if (!name) return aws::fail(name.error());
    auto value = make_value(tuple.children[i + 1], parameters);
    if (!value) return aws::fail(std::move(value.error()));
    values.push_back(std::move(*value));
  }
  std::vector<std::pair<std::string_view, ValueView>> attributes;
  for (std::size_t i = 0; i < values.size(); ++i) attributes.emplace_back(tuple.children[2 * i].text, values[i].view());
  return Item(std::move(attributes));
}

bool is_path(const Expr& expr) {
  return expr.kind == ExprKind::name || (expr.kind == ExprKind::path && expr.children.front().kind == ExprKind::name);
}

Result<DocumentPath> make_path(const Expr& expr) {
  const auto& root = expr.kind == ExprKind::path ? expr.children.front() : expr;
  if (root.text.empty()) return aws::fail(refused("Path component cannot be an empty string"));
  DocumentPath path{.root = root.text, .steps = {}};
  for (const auto& part : expr.steps) {
    auto step = step_of(part);
    if (!step) return aws::fail(std::move(step.error()));
    path.steps.push_back(std::move(*step));
  }
  if (path.steps.size() >= k_value_levels_max) {
    return aws::fail(
        refused(fmt::format("The document path has too many nesting levels; nesting levels: {}", path.steps.size() + 1)));
  }
  return path;
}

}  // namespace winterbaume::dynamodb::partiql
