#include "services/dynamodb/vectors/vector_search.h"

#include <algorithm>

#include "services/dynamodb/archive/take_turns.h"
#include "services/dynamodb/item_reads/item_keys.h"

namespace winterbaume::dynamodb {
namespace {

// The closest so far, in order.
class ClosestHits {
 public:
  ClosestHits(DistanceFunction function, std::size_t count) : function_(function), count_(count) {}

  void offer(const Item& item, double score) {
    const auto is_closer_than = [this](double a, const VectorHit& b) { return is_closer(function_, a, b.score); };
    const auto at = std::upper_bound(hits_.begin(), hits_.end(), score, is_closer_than);
    if (at == hits_.end() && hits_.size() == count_) return;
    hits_.insert(at, VectorHit{item, score});
    if (hits_.size() > count_) hits_.pop_back();
  }
  std::vector<VectorHit> take() { return std::move(hits_); }

 private:
  DistanceFunction function_;
  std::size_t count_;
  std::vector<VectorHit> hits_;
};

}  // namespace

asio::awaitable<std::vector<VectorHit>> find_nearest(DynamoDbBackend& backend, VectorSearch search) {
  const auto function = read_distance_function(search.index.distance_function);
  ClosestHits closest(function, search.count);
  ItemQuery query{.table = search.table, .index = {}, .hash = std::nullopt};
  while (true) {
    const auto page = co_await backend.read_items(query);
    for (const auto& item : page.items) {
      if (!is_searched(search.equalities, item.view())) continue;
      const auto vector = find_vector(search.index, item.view());
      if (vector) closest.offer(item, score(function, search.vector, *vector));
    }
    if (!page.more || page.items.empty()) co_return closest.take();
    query.start_after = ItemPosition{key_of(search.table->record, page.items.back().view())};
    co_await take_turns();
  }
}

}  // namespace winterbaume::dynamodb
