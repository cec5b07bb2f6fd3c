#include "services/dynamodb/capacity/consumed_capacity.h"

#include <algorithm>

#include "services/dynamodb/items/item_size.h"

namespace winterbaume::dynamodb {
namespace {

constexpr std::size_t k_read_unit_bytes = 4096;
constexpr std::size_t k_write_unit_bytes = 1024;

double units(std::size_t bytes, std::size_t unit) {
  return static_cast<double>(std::max<std::size_t>(1, (bytes + unit - 1) / unit));
}

std::size_t size_of(const Item* item) { return item == nullptr ? 0 : item_size(item->view()); }

bool has_keys(const std::vector<KeyAttribute>& attributes, const Item& item) {
  return std::ranges::all_of(attributes, [&item](const KeyAttribute& attribute) {
    const auto value = item.find(attribute.name);
    if (!value) return false;
    const auto wanted = attribute.type == ScalarType::s   ? ValueType::s
                        : attribute.type == ScalarType::n ? ValueType::n
                                                          : ValueType::b;
    return value->type() == wanted;
  });
}

void append_names(std::vector<std::string>& names, const KeySchemaRecord& keys) {
  for (const auto& attribute : keys.hash) names.push_back(attribute.name);
  for (const auto& attribute : keys.range) names.push_back(attribute.name);
}

// What the index has of the item; null: nothing.
std::optional<Item> entry_of(const TableRecord& table, const IndexRecord& index, const Item* item) {
  if (item == nullptr || !has_keys(index.keys.hash, *item) || !has_keys(index.keys.range, *item)) return std::nullopt;
  if (index.projection == ProjectionType::all) return *item;
  std::vector<std::string> names = index.non_key_attributes;
  append_names(names, table.keys);
  append_names(names, index.keys);
  return keep_only(item->view(), names);
}

bool same_place(const IndexRecord& index, const Item& a, const Item& b) {
  const auto same = [&](const KeyAttribute& attribute) { return a.find(attribute.name) == b.find(attribute.name); };
  return std::ranges::all_of(index.keys.hash, same) && std::ranges::all_of(index.keys.range, same);
}

// Of what one index is written: an entry that moves is taken away and put anew.
double entry_units(const IndexRecord& index, const std::optional<Item>& before, const std::optional<Item>& after) {
  if (before == after) return 0;
  const auto old_bytes = before ? item_size(before->view()) : 0;
  const auto new_bytes = after ? item_size(after->view()) : 0;
  if (!before) return write_units(new_bytes);
  if (!after) return write_units(old_bytes);
  if (same_place(index, *before, *after)) return write_units(std::max(old_bytes, new_bytes));
  return write_units(old_bytes) + write_units(new_bytes);
}

}  // namespace

double read_units(std::size_t bytes, bool consistent) { return units(bytes, k_read_unit_bytes) * (consistent ? 1.0 : 0.5); }
double write_units(std::size_t bytes) { return units(bytes, k_write_unit_bytes); }

CapacityMeter::Usage CapacityMeter::TableUsage::with_local() const {
  Usage sum = table;
  for (const auto& [index, usage] : local) {
    sum.reads += usage.reads;
    sum.writes += usage.writes;
  }
  return sum;
}

CapacityMeter::CapacityMeter(const std::optional<std::string>& asked, bool transactional, bool measured)
    : asked_(asked && *asked != "NONE"),
      on_(asked_ || measured),
      with_indexes_(asked && *asked == "INDEXES"),
      transactional_(transactional),
      factor_(transactional ? 2.0 : 1.0) {}

CapacityMeter::TableUsage& CapacityMeter::usage_of(const Table& table) {
  const auto found = std::ranges::find(tables_, table.record.name, &TableUsage::name);
  if (found != tables_.end()) return *found;
  auto& usage = tables_.emplace_back();
  usage.name = table.record.name;
  usage.id = table.record.id;
  return usage;
}

const CapacityMeter::TableUsage* CapacityMeter::find_usage(std::string_view table_id) const {
  const auto found = std::ranges::find(tables_, table_id, &TableUsage::id);
  return found == tables_.end() ? nullptr : &*found;
}

CapacityMeter::Usage& CapacityMeter::usage_of(TableUsage& usage, const IndexRecord& index) {
  return (index.global ? usage.global : usage.local)[index.name];
}

void CapacityMeter::read_item(const Table& table, const Item* item, bool consistent) {
  if (on_) usage_of(table).table.reads += factor_ * read_units(size_of(item), consistent || transactional_);
}

void CapacityMeter::read_page(const Table& table, const std::string& index, std::size_t bytes,
                              const std::vector<std::size_t>& fetched, bool consistent) {
  if (!on_) return;
  auto& usage = usage_of(table);
  for (const auto size : fetched) usage.table.reads += read_units(size, consistent);
  const auto* record = index.empty() ? nullptr : table.find_index(index);
  (record == nullptr ? usage.table : usage_of(usage, *record)).reads += read_units(bytes, consistent);
}

void CapacityMeter::write_item(const Table& table, const Item* before, const Item* after) {
  if (!on_) return;
  auto& usage = usage_of(table);
  usage.table.writes += factor_ * write_units(std::max(size_of(before), size_of(after)));
  for (const auto& index : table.record.indexes) {
    const auto units = entry_units(index, entry_of(table.record, index, before), entry_of(table.record, index, after));
    if (units > 0) usage_of(usage, index).writes += factor_ * units;
  }
}

void CapacityMeter::write_item(const Table& table, const std::optional<Item>& before, const std::optional<Item>& after) {
  write_item(table, before ? &*before : nullptr, after ? &*after : nullptr);
}

void CapacityMeter::refused_write(const Table& table, const Item* found) {
  if (on_) usage_of(table).table.writes += factor_ * write_units(size_of(found));
}

Capacity CapacityMeter::describe(const Usage& usage) const {
  Capacity out;
  out.capacity_units = usage.reads + usage.writes;
  if (transactional_ && usage.reads > 0) out.read_capacity_units = usage.reads;
  if (transactional_ && usage.writes > 0) out.write_capacity_units = usage.writes;
  return out;
}

ConsumedCapacity CapacityMeter::describe(const TableUsage& usage) const {
  Usage total = usage.with_local();
  for (const auto& [name, index] : usage.global) {
    total.reads += index.reads;
    total.writes += index.writes;
  }
  const auto sum = describe(total);
  ConsumedCapacity out;
  out.table_name = usage.name;
  out.capacity_units = sum.capacity_units;
  out.read_capacity_units = sum.read_capacity_units;
  out.write_capacity_units = sum.write_capacity_units;
  if (!with_indexes_) return out;
  out.table = describe(usage.table);
  for (const auto& [name, index] : usage.local) {
    if (!out.local_secondary_indexes) out.local_secondary_indexes.emplace();
    out.local_secondary_indexes->add(name, describe(index));
  }
  for (const auto& [name, index] : usage.global) {
    if (!out.global_secondary_indexes) out.global_secondary_indexes.emplace();
    out.global_secondary_indexes->add(name, describe(index));
  }
  return out;
}

std::optional<ConsumedCapacity> CapacityMeter::of_one() const {
  if (!asked_ || tables_.empty()) return std::nullopt;
  return describe(tables_.front());
}

std::optional<std::vector<ConsumedCapacity>> CapacityMeter::of_each() const {
  if (!asked_) return std::nullopt;
  std::vector<ConsumedCapacity> out;
  for (const auto& usage : tables_) out.push_back(describe(usage));
  return out;
}

}  // namespace winterbaume::dynamodb
