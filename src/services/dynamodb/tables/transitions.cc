#include "services/dynamodb/tables/transitions.h"

#include <algorithm>

#include "services/dynamodb/tables/index_changes.h"

namespace winterbaume::dynamodb {
namespace {

bool has_ended(const std::optional<TimePoint>& until, TimePoint now) { return !until || *until <= now; }

}  // namespace

TableStatus status_at(const TableRecord& record, TimePoint now) {
  const bool changing = record.status == TableStatus::creating || record.status == TableStatus::updating;
  return changing && has_ended(record.changing_until, now) ? TableStatus::active : record.status;
}

IndexStatus status_at(const IndexRecord& index, TimePoint now) {
  const bool changing = index.status == IndexStatus::creating || index.status == IndexStatus::updating;
  return changing && !index.backfilling && has_ended(index.changing_until, now) ? IndexStatus::active : index.status;
}

bool is_unsettled(const TableRecord& record, TimePoint now) {
  if (status_at(record, now) != record.status) return true;
  return std::ranges::any_of(record.indexes, [now](const IndexRecord& index) {
    const bool gone = index.status == IndexStatus::deleting && has_ended(index.changing_until, now);
    return gone || status_at(index, now) != index.status;
  });
}

TableRecord settled(TableRecord record, TimePoint now) {
  record.status = status_at(record, now);
  if (record.status == TableStatus::active) record.changing_until.reset();
  const auto gone = std::erase_if(record.indexes, [now](const IndexRecord& index) {
    return index.status == IndexStatus::deleting && has_ended(index.changing_until, now);
  });
  if (gone > 0) drop_unused_definitions(record);
  for (auto& index : record.indexes) {
    index.status = status_at(index, now);
    if (index.status == IndexStatus::active) index.changing_until.reset();
  }
  return record;
}

std::string_view status_name(TableStatus status) {
  switch (status) {
    case TableStatus::creating:
      return "CREATING";
    case TableStatus::updating:
      return "UPDATING";
    case TableStatus::deleting:
      return "DELETING";
    case TableStatus::active:
      return "ACTIVE";
    case TableStatus::archived:
      return "ARCHIVED";
  }
  return {};
}

std::string_view status_name(IndexStatus status) {
  switch (status) {
    case IndexStatus::creating:
      return "CREATING";
    case IndexStatus::updating:
      return "UPDATING";
    case IndexStatus::deleting:
      return "DELETING";
    case IndexStatus::active:
      return "ACTIVE";
  }
  return {};
}

std::string_view stream_view_name(StreamView view) {
  switch (view) {
    case StreamView::keys_only:
      return "KEYS_ONLY";
    case StreamView::new_image:
      return "NEW_IMAGE";
    case StreamView::old_image:
      return "OLD_IMAGE";
    case StreamView::new_and_old_images:
      return "NEW_AND_OLD_IMAGES";
  }
  return {};
}

}  // namespace winterbaume::dynamodb
