#include "services/dynamodb/operations/item_operation_fixture.h"

namespace winterbaume::dynamodb {
namespace {

class ItemReadsTest : public ItemOperationTest {
 protected:
  void fill() {
    for (int i = 0; i < 5; ++i) {
      const auto n = std::to_string(i);
      put("{'pk': {'S': 'a'}, 'sk': {'N': '" + n + "'}, 'c': {'S': '" + n + "'}, 'g': {'S': 'x'}, 'v': {'N': '" + n + "'}}");
    }
  }
  ops::Query::Input of_a() const {
    return {.table_name = "items", .key_condition_expression = "pk = :a", .expression_attribute_values = values};
  }
  static std::string texts(const ops::Query::Output& output, std::string_view name) {
    std::string out;
    for (const auto& item : *output.items) out += item.find(name) ? item.find(name)->number().text() : "-";
    return out;
  }
  aws::Map<AttributeValue> values{{":a", value_of("{'S': 'a'}")}};
};

TEST_F(ItemReadsTest, PagesGoOnWhereTheyEnded) {
  make_table();
  fill();
  auto input = of_a();
  input.limit = 2;
  const auto first = get(query(context, door, input));
  EXPECT_EQ(texts(first, "sk"), "01");
  EXPECT_EQ(json_of(first.last_evaluated_key), "{'pk':{'S':'a'},'sk':{'N':'1'}}");
  input.exclusive_start_key = first.last_evaluated_key;
  EXPECT_EQ(texts(get(query(context, door, input)), "sk"), "23");
  input.scan_index_forward = false;
  EXPECT_EQ(texts(get(query(context, door, input)), "sk"), "0");
  input.exclusive_start_key = item_of("{'pk': {'S': 'b'}, 'sk': {'N': '1'}}");
  EXPECT_EQ(refusal(query(context, door, input)),
            "ValidationException: The provided starting key is outside query boundaries based on provided conditions");
}

TEST_F(ItemReadsTest, FiltersCountWhatTheyLeaveOut) {
  make_table();
  fill();
  auto input = of_a();
  input.filter_expression = "v > :one";
  input.expression_attribute_values->add(":one", value_of("{'N': '1'}"));
  input.limit = 4;
  const auto page = get(query(context, door, input));
  EXPECT_EQ(texts(page, "sk"), "23");
  EXPECT_EQ(page.count, 2);
  EXPECT_EQ(page.scanned_count, 4);
  input.filter_expression = "sk > :one";
  EXPECT_EQ(refusal(query(context, door, input)),
            "ValidationException: Filter Expression can only contain non-primary key attributes: Primary key attribute: sk");
}

TEST_F(ItemReadsTest, LocalIndexesFetchWhatTheyLack) {
  make_table(true);
  fill();
  auto input = of_a();
  input.index_name = "local";
  EXPECT_EQ(texts(get(query(context, door, input)), "v"), "-----");
  input.select = "ALL_ATTRIBUTES";
  EXPECT_EQ(texts(get(query(context, door, input)), "v"), "01234");
  input.select = "COUNT";
  EXPECT_FALSE(get(query(context, door, input)).items);
}

TEST_F(ItemReadsTest, GlobalIndexesRefuseWhatTheyLack) {
  make_table(true);
  fill();
  ops::Query::Input input{
      .table_name = "items", .index_name = "global", .key_condition_expression = "g = :a", .expression_attribute_values = values};
  input.select = "ALL_ATTRIBUTES";
  EXPECT_EQ(refusal(query(context, door, input)),
            "ValidationException: One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for "
            "global secondary index global because its projection type is not ALL");
  input.select.reset();
  input.projection_expression = "v";
  EXPECT_EQ(refusal(query(context, door, input)),
            "ValidationException: One or more parameter values were invalid: Global secondary index global does not project [v]");
  input.consistent_read = true;
  EXPECT_EQ(refusal(query(context, door, input)),
            "ValidationException: Consistent reads are not supported on global secondary indexes");
}

TEST_F(ItemReadsTest, SegmentsAreTheTable) {
  make_table();
  for (int i = 0; i < 40; ++i) put("{'pk': {'S': '" + std::to_string(i) + "'}, 'sk': {'N': '1'}}");
  std::size_t found = 0;
  for (int i = 0; i < 3; ++i) {
    found += get(scan(context, door, {.table_name = "items", .total_segments = 3, .segment = i})).items->size();
  }
  EXPECT_EQ(found, 40U);
  EXPECT_EQ(refusal(scan(context, door, {.table_name = "items", .total_segments = 5, .segment = 5})),
            "ValidationException: The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 "
            "is not less than TotalSegments: 5");
}

TEST_F(ItemReadsTest, BatchesKeepTheirKeysApart) {
  make_table();
  fill();
  const auto key = item_of("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}");
  const auto missing = item_of("{'pk': {'S': 'b'}, 'sk': {'N': '1'}}");
  const auto asked = [&](std::vector<Item> keys) {
    return batch_get_item(context, door, {.request_items = aws::Map<KeysAndAttributes>{{"items", {.keys = std::move(keys)}}}});
  };
  const auto output = get(asked({key, missing}));
  EXPECT_EQ(output.responses->front().second.size(), 1U);
  EXPECT_TRUE(output.unprocessed_keys->empty());
  EXPECT_EQ(refusal(asked({key, key})), "ValidationException: Provided list of item keys contains duplicates");
}

TEST_F(ItemReadsTest, TransactionsReadWhatIsThere) {
  make_table();
  fill();
  const auto get_of = [](std::string key) {
    return TransactGetItem{.get = Get{.key = item_of(std::move(key)), .table_name = "items"}};
  };
  const auto output = get(transact_get_items(context, door,
                                             {.transact_items = std::vector{get_of("{'pk': {'S': 'b'}, 'sk': {'N': '1'}}"),
                                                                            get_of("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}")}}));
  EXPECT_FALSE(output.responses->at(0).item);
  EXPECT_TRUE(output.responses->at(1).item);
  EXPECT_EQ(refusal(transact_get_items(context, door, {.transact_items = std::vector{get_of("{'pk': {'S': 'b'}}")}})),
            "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons "
            "[ValidationError]");
}

}  // namespace
}  // namespace winterbaume::dynamodb
