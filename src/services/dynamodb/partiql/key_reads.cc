#include "services/dynamodb/partiql/key_reads.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "services/dynamodb/item_reads/item_keys.h"
#include "services/dynamodb/partiql/conditions.h"

namespace winterbaume::dynamodb::partiql {
namespace {

// Developer Guide, "PartiQL … operators", IN: at most 50 values of a hash attribute.
constexpr std::size_t k_reads_max = 50;

// Conditions of which all hold.
using Branch = std::vector<ConditionPtr>;

// What a condition says of a range key. Null: nothing that a range of keys could say.
std::optional<KeyClause> range_clause(const ConditionNode& condition, const std::string& attribute) {
  const auto op = range_operator(condition.op);
  if (!op) return std::nullopt;
  const auto is_attribute = [&](const Operand& operand) {
    const auto* path = std::get_if<DocumentPath>(&operand);
    return path != nullptr && path->root == attribute && path->steps.empty();
  };
  const auto constant = [&](std::size_t i) { return std::get_if<AttributeValue>(&condition.operands[i]); };
  const bool is_function = *op == RangeOperator::between || *op == RangeOperator::begins_with;
  if (is_attribute(condition.operands[0]) && constant(1) != nullptr) {
    KeyClause clause{.attribute = attribute, .op = *op, .value = *constant(1), .upper = std::nullopt};
    if (*op != RangeOperator::between) return clause;
    if (constant(2) == nullptr) return std::nullopt;
    clause.upper = *constant(2);
    return clause;
  }
  if (is_function || !is_attribute(condition.operands[1]) || constant(0) == nullptr) return std::nullopt;
  return KeyClause{.attribute = attribute, .op = mirrored(*op), .value = *constant(0), .upper = std::nullopt};
}

// Whether the condition looks at an attribute that is wanted.
bool names(const ConditionNode& condition, const std::function<bool(const std::string&)>& wanted) {
  for (const auto& operand : condition.operands) {
    const auto* size = std::get_if<SizeOf>(&operand);
    const auto* path = size != nullptr ? &size->path : std::get_if<DocumentPath>(&operand);
    if (path != nullptr && wanted(path->root)) return true;
  }
  return std::ranges::any_of(condition.children, [&](const ConditionPtr& child) { return names(*child, wanted); });
}

// One read and what it may be joined with.
struct BranchRead {
  KeyRead read;
  bool is_negated = false;  // what it says of the range key is what that is not
};

class KeyReadPlanner {
 public:
  KeyReadPlanner(const ConditionPtr& where, const KeySchemaRecord& keys)
      : where_(where), hash_(keys.hash.front()), range_(keys.range.empty() ? nullptr : &keys.range.front()), keys_(keys) {}

  Result<KeyReads> plan() {
    KeyReads out{.hash_conditions = where_ == nullptr ? 0 : count_hash_conditions(*where_)};
    if (where_ == nullptr || !names_hash(*where_)) {
      out.scan = true;
      out.scan_filter = where_;
      return out;
    }
    const auto branches = expanded(where_);
    if (branches.size() > k_reads_max) {
      return aws::fail(refused("Too many decomposed read operations for a given query."));
    }
    std::vector<BranchRead> reads;
    for (const auto& branch : branches) {
      auto read = branch_read(branch);
      if (!read) return aws::fail(std::move(read.error()));
      if (*read) reads.push_back(std::move(**read));
    }
    if (auto wrong = join_overlapping(reads)) return aws::fail(std::move(*wrong));
    for (auto& read : reads) out.reads.push_back(std::move(read.read));
    return out;
  }

 private:
  std::size_t count_hash_conditions(const ConditionNode& node) const {
    std::size_t count = 0;
    for (const auto& child : node.children) count += count_hash_conditions(*child);
    const auto equality = find_equality(node);
    return count + (equality && equality->attribute == hash_.name ? equality->values.size() : 0);
  }

  // Whether an equality with the hash key is among what must hold.
  bool names_hash(const ConditionNode& node) const {
    const auto child_names = [&](const ConditionPtr& child) { return names_hash(*child); };
    if (node.op == ConditionOperator::all_of) return std::ranges::any_of(node.children, child_names);
    if (node.op == ConditionOperator::any_of) return !node.children.empty() && std::ranges::all_of(node.children, child_names);
    const auto equality = find_equality(node);
    return equality && equality->attribute == hash_.name;
  }

  bool is_key(std::string_view name) const { return name == hash_.name || (range_ != nullptr && name == range_->name); }

  // All branches, or more than there may be. What names no key stays whole.
  std::vector<Branch> expanded(const ConditionPtr& node) const {
    const auto equality = find_equality(*node);
    if (equality && node->op == ConditionOperator::in && is_key(equality->attribute)) return values_of(*equality);
    const bool names_key = names(*node, [&](const std::string& name) { return is_key(name); });
    if (!names_key) return {{node}};
    if (node->op == ConditionOperator::any_of) return alternatives(*node);
    if (node->op == ConditionOperator::all_of) return combinations(*node);
    return {{node}};
  }

  static std::vector<Branch> values_of(const KeyEquality& equality) {
    std::vector<Branch> out;
    for (const auto& value : equality.values) {
      auto equal = std::make_shared<ConditionNode>();
      equal->op = ConditionOperator::equal;
      equal->operands = {DocumentPath{.root = equality.attribute, .steps = {}}, value};
      out.push_back({std::move(equal)});
    }
    return out;
  }

  std::vector<Branch> alternatives(const ConditionNode& node) const {
    std::vector<Branch> out;
    for (const auto& child : node.children) {
      auto branches = expanded(child);
      std::ranges::move(branches, std::back_inserter(out));
      if (out.size() > k_reads_max) break;
    }
    return out;
  }

  std::vector<Branch> combinations(const ConditionNode& node) const {
    std::vector<Branch> out(1);
    for (const auto& child : node.children) {
      const auto branches = expanded(child);
      if (branches.size() == 1) {
        for (auto& begun : out) begun.insert(begun.end(), branches.front().begin(), branches.front().end());
      } else {
        out = products(out, branches);
      }
      if (out.size() > k_reads_max) break;
    }
    return out;
  }

  // All of them, or more than there may be.
  static std::vector<Branch> products(const std::vector<Branch>& begun, const std::vector<Branch>& branches) {
    std::vector<Branch> out;
    for (const auto& first : begun) {
      for (const auto& second : branches) {
        if (out.size() > k_reads_max) return out;
        auto& both = out.emplace_back(first);
        both.insert(both.end(), second.begin(), second.end());
      }
    }
    return out;
  }

  static aws::Error wrong_type(const std::string& name) {
    return refused("Key attribute's data type should match its data type in table's schema: Key " + name);
  }

  static bool fits(const KeyAttribute& attribute, const AttributeValue& value) {
    return value.view().type() == value_type(attribute.type);
  }

  // Null: the branch contradicts itself, nothing is read for it.
  Result<std::optional<BranchRead>> branch_read(const Branch& branch) const {
    std::optional<KeyClause> hash;
    std::vector<KeyClause> ranges;
    Branch rest;
    bool contradicts = false;
    for (const auto& condition : branch) {
      const auto equality = find_equality(*condition);
      if (equality && equality->attribute == hash_.name) {
        if (!fits(hash_, equality->values.front())) return aws::fail(wrong_type(hash_.name));
        contradicts = contradicts || (hash && hash->value != equality->values.front());
        hash = KeyClause{.attribute = hash_.name, .op = RangeOperator::equal, .value = equality->values.front(), .upper = {}};
        continue;
      }
      auto clause = range_ == nullptr ? std::nullopt : range_clause(*condition, range_->name);
      if (!clause) {
        rest.push_back(condition);
        continue;
      }
      if (!fits(*range_, clause->value) || (clause->upper && !fits(*range_, *clause->upper))) {
        return aws::fail(wrong_type(range_->name));
      }
      ranges.push_back(std::move(*clause));
    }
    if (contradicts || !hash) return std::nullopt;
    return bounded_read(*hash, ranges, std::move(rest));
  }

  Result<std::optional<BranchRead>> bounded_read(const KeyClause& hash, const std::vector<KeyClause>& ranges, Branch rest) const {
    BranchRead out;
    auto whole = plan_key_range({hash}, keys_);
    if (!whole) return aws::fail(std::move(whole.error()));
    out.read.hash = std::move(whole->hash);
    out.read.range_begin = std::move(whole->range_begin);
    out.read.range_end = std::move(whole->range_end);
    const AttributeValue* point = nullptr;
    for (const auto& clause : ranges) {
      const auto range = plan_key_range({hash, clause}, keys_);
      if (!range) return aws::fail(range.error());
      out.read.range_begin = std::max(out.read.range_begin, range->range_begin);
      if (out.read.range_end.empty() || (!range->range_end.empty() && range->range_end < out.read.range_end)) {
        out.read.range_end = range->range_end;
      }
      if (clause.op == RangeOperator::equal) point = &clause.value;
    }
    if (!out.read.range_end.empty() && out.read.range_begin >= out.read.range_end) return std::nullopt;
    out.is_negated = std::ranges::any_of(rest, [&](const ConditionPtr& condition) { return negates_range(*condition); });
    if (!rest.empty()) out.read.filter = make_junction(ConditionOperator::all_of, std::move(rest));
    if (range_ == nullptr) {
      out.read.key = out.read.hash;
    } else if (point != nullptr) {
      out.read.key = Item({{hash_.name, hash.value.view()}, {range_->name, point->view()}});
    }
    return out;
  }

  bool negates_range(const ConditionNode& condition) const {
    if (condition.op != ConditionOperator::not_equal && condition.op != ConditionOperator::none_of) return false;
    if (range_ == nullptr) return false;
    return names(condition, [&](const std::string& name) { return name == range_->name; });
  }

  static bool overlap(const KeyRead& a, const KeyRead& b) {
    if (a.hash != b.hash) return false;
    const bool a_before = !a.range_end.empty() && a.range_end <= b.range_begin;
    const bool b_before = !b.range_end.empty() && b.range_end <= a.range_begin;
    return !a_before && !b_before;
  }

  // Reads that overlap become one with all of WHERE for its filter, where AWS does not refuse them.
  std::optional<aws::Error> join_overlapping(std::vector<BranchRead>& reads) const {
    for (std::size_t i = 0; i < reads.size(); ++i) {
      for (std::size_t j = i + 1; j < reads.size(); ++j) {
        if (!overlap(reads[i].read, reads[j].read)) continue;
        if (!reads[i].is_negated && !reads[j].is_negated) {
          return refused("Overlapping conditions with range keys are not supported in where clause");
        }
        join(reads[i], reads[j].read);
        reads.erase(reads.begin() + static_cast<std::ptrdiff_t>(j));
        return join_overlapping(reads);  // what lay between the two overlaps now
      }
    }
    return std::nullopt;
  }

  void join(BranchRead& into, const KeyRead& other) const {
    into.is_negated = true;
    into.read.range_begin = std::min(into.read.range_begin, other.range_begin);
    const bool is_open = into.read.range_end.empty() || other.range_end.empty();
    into.read.range_end = is_open ? std::string() : std::max(into.read.range_end, other.range_end);
    into.read.key = Item();
    into.read.filter = where_;
  }

  const ConditionPtr& where_;
  const KeyAttribute& hash_;
  const KeyAttribute* range_;
  const KeySchemaRecord& keys_;
};

}  // namespace

Result<KeyReads> plan_key_reads(const ConditionPtr& where, const KeySchemaRecord& keys) {
  return KeyReadPlanner(where, keys).plan();
}

}  // namespace winterbaume::dynamodb::partiql
