#include "services/sqs/memory/deduplication.h"

#include "services/sqs/memory/message.h"

namespace winterbaume::sqs::memory {
namespace {
constexpr std::size_t k_places_min = 16;
}

const Deduplication::Record* Deduplication::find(const Fingerprint& id, TimePoint now) const {
  if (table_.empty()) return nullptr;
  for (std::size_t place = home(id); table_[place] != k_none; place = (place + 1) & (table_.size() - 1)) {
    const Record& found = record(table_[place]);
    if (found.id == id && found.until > now) return &found;
  }
  return nullptr;
}

void Deduplication::add(const Record& record) {
  // The number k_none marks an empty place, so the record that would bear it is preceded by one that nothing can match.
  if (static_cast<std::uint32_t>(first_ + records_.size()) == k_none) records_.push_back({});
  records_.push_back(record);
  if (records_.size() * 2 > table_.size()) {
    resize(std::max(table_.size() * 2, k_places_min));
  } else {
    insert(first_ + records_.size() - 1);
  }
}

void Deduplication::expire(TimePoint now) {
  while (!records_.empty() && records_.front().until <= now) {
    auto number = static_cast<std::uint32_t>(first_);
    if (number != k_none) {
      std::size_t place = home(records_.front().id);
      while (table_[place] != number) place = (place + 1) & (table_.size() - 1);
      erase(place);
    }
    records_.pop_front();
    ++first_;
  }
  if (table_.size() > k_places_min && records_.size() * 8 < table_.size()) resize(table_.size() / 4);
}

void Deduplication::insert(std::uint64_t number) {
  std::size_t place = home(records_[number - first_].id);
  while (table_[place] != k_none) place = (place + 1) & (table_.size() - 1);
  table_[place] = static_cast<std::uint32_t>(number);
}

// Closes the gap: whatever probed past the erased place moves up, so that no search ends early.
void Deduplication::erase(std::size_t place) {
  std::size_t mask = table_.size() - 1;
  std::size_t hole = place;
  for (std::size_t at = (place + 1) & mask; table_[at] != k_none; at = (at + 1) & mask) {
    std::size_t wanted = home(record(table_[at]).id);
    if (((at - wanted) & mask) >= ((at - hole) & mask)) {
      table_[hole] = table_[at];
      hole = at;
    }
  }
  table_[hole] = k_none;
}

void Deduplication::resize(std::size_t places) {
  table_.assign(std::max(places, k_places_min), k_none);
  table_.shrink_to_fit();
  for (std::size_t i = 0; i < records_.size(); ++i) {
    std::uint64_t number = first_ + i;
    if (static_cast<std::uint32_t>(number) != k_none) insert(number);
  }
}

}  // namespace winterbaume::sqs::memory
