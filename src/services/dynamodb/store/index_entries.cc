#include "services/dynamodb/store/index_entries.h"

#include "services/dynamodb/store/keys.h"

namespace winterbaume::dynamodb {
namespace {

void append_names(std::vector<std::string>& names, const KeySchemaRecord& keys) {
  for (const auto& attribute : keys.hash) names.push_back(attribute.name);
  for (const auto& attribute : keys.range) names.push_back(attribute.name);
}

void plan_entry(const TableRecord& table, const IndexRecord& index, const Item* before, const Item* after,
                std::vector<Write>& out) {
  auto old_row = before == nullptr ? std::nullopt : index_row(table, index, before->view());
  auto new_row = after == nullptr ? std::nullopt : index_row(table, index, after->view());
  if (!new_row) {
    if (old_row) out.push_back({std::move(*old_row), std::nullopt});
    return;
  }
  auto value = projected(table, index, *after);
  if (old_row == new_row) {
    if (projected(table, index, *before) != value) out.push_back({std::move(*new_row), std::move(value)});
    return;
  }
  if (old_row) out.push_back({std::move(*old_row), std::nullopt});
  out.push_back({std::move(*new_row), std::move(value)});
}

}  // namespace

std::string projected(const TableRecord& table, const IndexRecord& index, const Item& item) {
  if (index.projection == ProjectionType::all) return item.bytes();
  std::vector<std::string> names;
  append_names(names, table.keys);
  append_names(names, index.keys);
  if (index.projection == ProjectionType::include) {
    names.insert(names.end(), index.non_key_attributes.begin(), index.non_key_attributes.end());
  }
  return keep_only(item.view(), names).take_bytes();
}

void plan_index_writes(const TableRecord& table, const Item* before, const Item* after, std::vector<Write>& out) {
  for (const auto& index : table.indexes) {
    if (index.status != IndexStatus::deleting) plan_entry(table, index, before, after, out);
  }
}

std::optional<std::int64_t> expiry_of(const TimeToLiveRecord& settings, ItemView item) {
  if (!settings.enabled) return std::nullopt;
  const auto value = item.find(settings.attribute);
  if (!value || value->type() != ValueType::n) return std::nullopt;
  const auto seconds = value->number().to_integer();
  return seconds && *seconds > 0 ? seconds : std::nullopt;
}

void plan_expiry_writes(const TableRecord& table, const Item& key, const Item* before, const Item* after,
                        std::vector<Write>& out) {
  const auto& settings = table.time_to_live;
  const auto was = before == nullptr ? std::nullopt : expiry_of(settings, before->view());
  const auto is = after == nullptr ? std::nullopt : expiry_of(settings, after->view());
  if (was == is) return;
  const auto primary = primary_key(table.keys, key.view());
  if (was) out.push_back({expiry_row(settings.generation, *was, primary), std::nullopt});
  if (is) out.push_back({expiry_row(settings.generation, *is, primary), key.bytes()});
}

}  // namespace winterbaume::dynamodb
