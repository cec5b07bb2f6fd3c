#include "services/dynamodb/capacity/write_admission.h"

namespace winterbaume::dynamodb {

std::optional<Shortage> WriteAdmission::find_shortage(const Table& table) const {
  if (!on()) return std::nullopt;
  auto least = CapacityMeter::silent(transactional_);
  least.refused_write(table, nullptr);
  return throttle_->find_shortage(table, least, now_);
}

std::optional<Shortage> WriteAdmission::find_shortage(const Table& table, const std::optional<Item>& before,
                                                      const std::optional<Item>& after) {
  if (!on()) return std::nullopt;
  auto own = CapacityMeter::silent(transactional_);
  own.write_item(table, before, after);
  needed_.write_item(table, before, after);
  return throttle_->find_shortage(table, own, now_);
}

void WriteAdmission::charge() {
  if (on()) throttle_->charge(needed_, now_);
}

void WriteAdmission::charge_refused(const Table& table, const std::optional<StoredItem>& stored) {
  if (!on()) return;
  auto used = CapacityMeter::silent(transactional_);
  used.refused_write(table, stored ? &stored->item : nullptr);
  throttle_->charge(used, now_);
}

}  // namespace winterbaume::dynamodb
