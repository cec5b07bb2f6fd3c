// The nearest neighbours of a vector among a table's items: all of them are looked at, so that what is found is exact.
#pragma once

#include <vector>

#include "services/dynamodb/dynamodb_backend.h"
#include "services/dynamodb/vectors/distance.h"
#include "services/dynamodb/vectors/search_condition.h"
#include "services/dynamodb/vectors/vector_entry.h"

namespace winterbaume::dynamodb {

struct VectorSearch {
  TablePtr table;
  VectorIndexRecord index;
  FloatVector vector;  // of the index's dimensions
  std::vector<SearchEquality> equalities;
  std::size_t count = 1;  // at most
};

struct VectorHit {
  Item item;  // whole
  double score = 0;
};

// Closest first; those that are equally close in the order of the table. The table is read page by page: writes that go on
// meanwhile may be seen or not.
asio::awaitable<std::vector<VectorHit>> find_nearest(DynamoDbBackend& backend, VectorSearch search);

}  // namespace winterbaume::dynamodb
