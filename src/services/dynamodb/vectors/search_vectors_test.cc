#include <algorithm>
#include <cmath>

#include "services/dynamodb/operations/item_operation_fixture.h"
#include "services/dynamodb/vectors/vector_entry.h"

namespace winterbaume::dynamodb {
namespace {

class SearchVectorsTest : public ItemOperationTest {
 protected:
  SearchVectorsTest() {
    const auto table = make_table();
    auto record = table->record;
    record.vector_indexes.push_back(index("plain", "COSINE"));
    record.vector_indexes.push_back(index("far", "EUCLIDEAN"));
    auto keys = index("keys", "DOT_PRODUCT");
    keys.projection = ProjectionType::keys_only;
    record.vector_indexes.push_back(keys);
    auto schema = index("schema", "COSINE");
    schema.search_schema = {{"tenant", ScalarType::s}, {"kind", ScalarType::n}};
    schema.search_roles = {"HASH", "INLINE_FILTER"};
    record.vector_indexes.push_back(schema);
    EXPECT_NE(run(backend.update_table(table, std::move(record))), nullptr);
  }

  static VectorIndexRecord index(std::string name, std::string function) {
    return {.name = std::move(name), .attribute = "e", .dimensions = 2, .distance_function = std::move(function)};
  }
  static std::string item(std::string pk, std::string vector, std::string rest = "") {
    return "{'pk': {'S': '" + pk + "'}, 'sk': {'N': '1'}, 'e': {'L': [" + vector + "]}" + rest + "}";
  }
  static std::string numbers(std::string a, std::string b) { return "{'N': '" + a + "'}, {'N': '" + b + "'}"; }

  static ops::SearchVectors::Input search(std::string index, std::int32_t top_k = 10) {
    return {.table_name = "items",
            .index_name = std::move(index),
            .search_vector = std::vector{value_of("{'N': '1'}"), value_of("{'N': '0'}")},
            .top_k = top_k};
  }
  ops::SearchVectors::Output answer(ops::SearchVectors::Input input) {
    return get(search_vectors(context, door, std::move(input)));
  }
  // "a b", closest first.
  std::string found(ops::SearchVectors::Input input) {
    std::string out;
    for (const auto& result : *answer(std::move(input)).search_results) {
      out.append(out.empty() ? "" : " ").append(result.item->find("pk")->text());
    }
    return out;
  }
  std::string refused(ops::SearchVectors::Input input) { return refusal(search_vectors(context, door, std::move(input))); }
  static ops::SearchVectors::Input among(std::string condition, std::string tenant = "{'S': 't1'}",
                                         std::string index = "schema") {
    auto input = search(std::move(index));
    input.search_condition_expression = std::move(condition);
    input.expression_attribute_values.emplace().add(":t", value_of(std::move(tenant)));
    return input;
  }
  void put_some() {
    put(item("opposite", numbers("-1", "0")));
    put(item("same", numbers("1", "0"), ", 'tenant': {'S': 't1'}, 'kind': {'N': '1'}, 'label': {'S': 'x'}"));
    put(item("long", numbers("9", "9"), ", 'tenant': {'S': 't1'}, 'kind': {'N': '2'}"));
    put(item("near", numbers("1.5", "0.5"), ", 'tenant': {'S': 't2'}, 'kind': {'N': '1'}"));
    put("{'pk': {'S': 'none'}, 'sk': {'N': '1'}}");
  }
  const std::string validation = "ValidationException: ";
};

TEST_F(SearchVectorsTest, TheClosestComeFirst) {
  put_some();
  EXPECT_EQ(found(search("plain")), "same near long opposite");
  EXPECT_EQ(found(search("far")), "same near opposite long");
  EXPECT_EQ(found(search("keys")), "long near same opposite");
  EXPECT_EQ(found(search("plain", 2)), "same near");
}

TEST_F(SearchVectorsTest, ScoresAreThoseOfTheDistanceFunction) {
  put_some();
  const auto results = *answer(search("far")).search_results;
  EXPECT_EQ(results[0].score, 0.0);
  EXPECT_FLOAT_EQ(static_cast<float>(*results[1].score), std::sqrt(0.5F));
  EXPECT_EQ(results[2].score, 2.0);
}

TEST_F(SearchVectorsTest, WhatIsProjectedIsGivenAndTheVectorOnlyWhereItIsAskedFor) {
  put_some();
  const auto first = [&](ops::SearchVectors::Input input) {
    return json_of(answer(std::move(input)).search_results->front().item);
  };
  EXPECT_EQ(first(search("plain")), "{'kind':{'N':'1'},'label':{'S':'x'},'pk':{'S':'same'},'sk':{'N':'1'},'tenant':{'S':'t1'}}");
  EXPECT_EQ(first(search("keys")), "{'pk':{'S':'long'},'sk':{'N':'1'}}");
  auto asked = search("plain");
  asked.projection_expression = "pk, e";
  EXPECT_EQ(first(std::move(asked)), "{'e':{'L':[{'N':'1'},{'N':'0'}]},'pk':{'S':'same'}}");
}

TEST_F(SearchVectorsTest, TheIndexKeepsFloats) {
  put(item("a", numbers("16777217", "0.1")));
  auto asked = search("plain");
  asked.projection_expression = "e";
  EXPECT_EQ(json_of(answer(std::move(asked)).search_results->front().item), "{'e':{'L':[{'N':'16777216'},{'N':'0.1'}]}}");
  EXPECT_TRUE(stored("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}").contains("16777217"));
}

TEST_F(SearchVectorsTest, ConditionsSayAmongWhat) {
  put_some();
  EXPECT_EQ(found(among("tenant = :t")), "same long");
  EXPECT_EQ(found(among("tenant = :t", "{'S': 't2'}")), "near");
  EXPECT_EQ(found(among("tenant = :t", "{'S': 't3'}")), "");
  auto both = among(":k = #kind AND (tenant = :t)");
  both.expression_attribute_values->add(":k", value_of("{'N': '2.0'}"));
  both.expression_attribute_names.emplace().add("#kind", "kind");
  EXPECT_EQ(found(std::move(both)), "long");
}

TEST_F(SearchVectorsTest, ConditionsThatDoNotFitAreRefused) {
  const auto invalid = validation + "Invalid SearchConditionExpression: ";
  EXPECT_EQ(refused(search("schema")),
            validation + "SearchConditionExpression must be provided when SearchSchema has a HASH key");
  EXPECT_EQ(refused(among("tenant < :t")), invalid + "Invalid comparator used in SearchConditionExpression");
  EXPECT_EQ(refused(among("tenant = :t OR kind = :t")), invalid + "Invalid operator used in SearchConditionExpression");
  EXPECT_EQ(refused(among("tenant BETWEEN :t AND :t")), invalid + "Invalid operator used in SearchConditionExpression");
  EXPECT_EQ(refused(among("tenant.a = :t")), invalid + "SearchConditionExpression cannot have conditions on nested attributes");
  EXPECT_EQ(refused(among("tenant = :t AND tenant = :t")),
            invalid + "SearchConditionExpression must only contain one condition per attribute");
  EXPECT_EQ(refused(among("")), invalid + "The expression can not be empty;");
  EXPECT_EQ(refused(among("kind = :t", "{'N': '1'}")),
            validation + "SearchConditionExpression must have all HASH attributes in configured SearchSchema");
  EXPECT_EQ(refused(among("tenant = :t", "{'N': '1'}")),
            validation + "Type of 'tenant' attribute in SearchConditionExpression (N) does not match type in search schema (S)");
  EXPECT_EQ(refused(among("tenant = :t", "{'S': ''}")),
            validation +
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                "empty string value. Key: tenant");
  EXPECT_EQ(
      refused(among("tenant = :t", "{'S': 't1'}", "plain")),
      validation +
          "SearchConditionExpression must not contain any attributes that is not in SearchSchema. Invalid attribute: tenant");
}

TEST_F(SearchVectorsTest, VectorsThatDoNotFitAreRefused) {
  auto three = search("plain");
  three.search_vector->push_back(value_of("{'N': '0'}"));
  EXPECT_EQ(refused(std::move(three)), validation + "Input search vector dimension 3 does not match vector index dimension 2");
  const auto values = validation +
                      "Search vector contains invalid values. All values in the search vector must be a 32-bit floating-point "
                      "number attribute";
  for (const auto* value : {"{'L': [{'N': '1'}]}", "{'N': '1e39'}", "{'S': '1'}"}) {
    auto wrong = search("plain");
    wrong.search_vector->back() = value_of(value);
    EXPECT_EQ(refused(std::move(wrong)), values) << value;
  }
  EXPECT_EQ(refused(search("plain", 101)),
            validation + "Provided TopK value '101' is out of valid range. The value must be between 1 and 100 inclusive");
  EXPECT_EQ(refused(search("absent")), validation + "The table does not have the specified index: absent");
}

TEST_F(SearchVectorsTest, WritesThatDoNotFitTheIndexesAreRefused) {
  const auto write = [&](std::string text) {
    return refusal(put_item(context, door, {.table_name = "items", .item = item_of(std::move(text))}));
  };
  const auto invalid = validation + "One or more parameter values were invalid. ";
  EXPECT_EQ(write(item("a", "{'N': '1'}")), invalid + "Invalid size for parameter e, Expected: 2, Actual: 1 IndexName: plain");
  EXPECT_EQ(write(item("a", "{'N': '1'}, {'S': 'x'}")),
            invalid + "Invalid type for parameter e[1], Expected: 32-bit floating point number, Actual: S. IndexName: plain");
  EXPECT_EQ(write("{'pk': {'S': 'a'}, 'sk': {'N': '1'}, 'e': {'S': 'x'}}"),
            invalid + "Invalid type for parameter e, Expected: 32-bit floating point number list IndexName: plain");
  EXPECT_EQ(write(item("a", numbers("1", "0"), ", 'tenant': {'S': ''}")),
            validation +
                "One or more parameter values are not valid. A value specified for a secondary index key is not "
                "supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: "
                "schema, IndexKey: tenant");
  EXPECT_EQ(write(item("a", numbers("1", "0"), ", 'kind': {'S': '1'}")),
            validation +
                "One or more parameter values were invalid: Type mismatch for Index Key kind Expected: N Actual: S IndexName: "
                "schema");
}

TEST_F(SearchVectorsTest, ASearchTellsWhatItCost) {
  put_some();
  auto asked = search("plain");
  asked.return_consumed_capacity = "INDEXES";
  EXPECT_EQ(answer(std::move(asked)).consumed_capacity->vector_search_request_bytes, 1024);
  EXPECT_FALSE(answer(search("plain")).consumed_capacity);
}

// Exact, whatever the distances: as sorting all by their scores.
TEST_F(SearchVectorsTest, NothingCloserIsMissed) {
  std::vector<std::pair<double, std::string>> wanted;
  for (int i = 0; i < 200; ++i) {
    const int x = (i * 7919) % 401 - 200, y = (i * 104'729) % 397 - 198;
    const auto name = std::to_string(i);
    put(item(name, numbers(std::to_string(x), std::to_string(y))));
    wanted.emplace_back((x - 1) * (x - 1) + y * y, name);
  }
  std::ranges::sort(wanted);
  const auto results = *answer(search("far", 100)).search_results;
  ASSERT_EQ(results.size(), 100U);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_FLOAT_EQ(static_cast<float>(*results[i].score), static_cast<float>(std::sqrt(wanted[i].first)));
  }
}

TEST(VectorEntry, ItsSizeIsMeasuredByDimensions) {
  TableRecord table;
  table.keys.hash = {{"pk", ScalarType::s}};
  VectorIndexRecord index{.name = "i", .attribute = "e", .dimensions = 2};
  const auto small = item_of("{'pk': {'S': 'a'}, 'e': {'L': [{'N': '1'}, {'N': '2'}]}}");
  EXPECT_EQ(vector_entry_bytes(table, index, small.view()), 1024U);
  const auto large =
      item_of("{'pk': {'S': 'a'}, 'v': {'S': '" + std::string(2000, 'x') + "'}, 'e': {'L': [{'N': '1'}, {'N': '2'}]}}");
  EXPECT_EQ(vector_entry_bytes(table, index, large.view()), 3U + 2001U + 1U + 8U);
  index.projection = ProjectionType::keys_only;
  EXPECT_EQ(vector_entry_bytes(table, index, large.view()), 1024U);
}

}  // namespace
}  // namespace winterbaume::dynamodb
