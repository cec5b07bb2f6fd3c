// However a WHERE is cut into reads, and however they are cut into pages: what is found is what the condition holds for.
#include <array>
#include <random>
#include <set>

#include "services/dynamodb/partiql/conditions.h"
#include "services/dynamodb/partiql/partiql_fixture.h"
#include "services/dynamodb/partiql/statement_parser.h"

namespace winterbaume::dynamodb::partiql {
namespace {

// Conditions on pk (a, b, c), sk (1 to 5) and v (1 to 3, or missing).
class WhereWriter {
 public:
  explicit WhereWriter(std::uint32_t seed) : random_(seed) {}

  std::string condition(int depth) {
    switch (depth == 0 ? 4 + pick(6) : pick(10)) {
      case 0:
      case 1:
        return "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
      case 2:
        return "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
      case 3:
        return "NOT (" + condition(depth - 1) + ")";
      case 4:
      case 5:
        return "pk = '" + name() + "'";
      case 6:
        return pick(2) == 0 ? "pk IN ['" + name() + "', '" + name() + "']" : "'" + name() + "' < pk";
      case 7:
        return "sk " + comparator() + " " + number();
      case 8:
        return range();
      default:
        return pick(3) == 0 ? std::string("v IS MISSING") : "v " + comparator() + " " + number();
    }
  }

  int pick(int choices) { return static_cast<int>(random_() % static_cast<std::uint32_t>(choices)); }

 private:
  std::string name() { return std::string(1, static_cast<char>('a' + pick(3))); }
  std::string number() { return std::to_string(1 + pick(5)); }
  std::string comparator() {
    static constexpr std::array<std::string_view, 6> k_comparators{"=", "<>", "<", "<=", ">", ">="};
    return std::string(k_comparators[static_cast<std::size_t>(pick(6))]);
  }
  std::string range() {
    const int low = 1 + pick(4);
    if (pick(2) == 0) return "sk IN [" + number() + ", " + number() + "]";
    return "sk BETWEEN " + std::to_string(low) + " AND " + std::to_string(low + pick(3));
  }

  std::mt19937 random_;
};

class PartiqlRandomTest : public PartiqlTest {
 protected:
  void fill() {
    make_table();
    for (const auto* pk : {"a", "b", "c"}) {
      for (int sk = 1; sk <= 5; ++sk) {
        std::string item = std::string("{'pk': {'S': '") + pk + "'}, 'sk': {'N': '" + std::to_string(sk) + "'}";
        if (sk < 5) item += ", 'v': {'N': '" + std::to_string(1 + sk % 3) + "'}";
        items_.push_back(item_of(item + "}"));
        put(item + "}");
      }
    }
  }

  std::multiset<std::string> expected(const std::string& where) {
    const auto statement = parse_statement("SELECT * FROM items WHERE " + where).value();
    const auto condition = make_where(*std::get<SelectStatement>(statement.body).where, {}).value();
    std::multiset<std::string> out;
    for (const auto& item : items_) {
      if (holds(*condition, item.view())) out.insert(json_of(item));
    }
    return out;
  }

  // Null: AWS refuses it.
  std::optional<std::multiset<std::string>> found(const std::string& where, std::optional<std::int32_t> limit) {
    std::multiset<std::string> out;
    std::optional<std::string> token;
    for (int page = 0; page < 100; ++page) {
      ops::ExecuteStatement::Input input{.statement = "SELECT * FROM items WHERE " + where, .next_token = token, .limit = limit};
      auto answer = run(execute_statement(context, door, std::move(input)));
      if (!answer) {
        EXPECT_TRUE(answer.error().message.starts_with("Overlapping") || answer.error().message.starts_with("Too many")) << where;
        return std::nullopt;
      }
      for (const auto& item : *answer->items) out.insert(json_of(item));
      token = answer->next_token;
      if (!token) return out;
    }
    ADD_FAILURE() << "no end of pages: " << where;
    return std::nullopt;
  }

 private:
  std::vector<Item> items_;
};

TEST_F(PartiqlRandomTest, ReadsFindWhatTheConditionHoldsFor) {
  fill();
  WhereWriter writer(20'201'123);
  int accepted = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto where = writer.condition(3);
    const auto whole = found(where, std::nullopt);
    if (!whole) continue;
    ++accepted;
    ASSERT_EQ(*whole, expected(where)) << where;
    ASSERT_EQ(found(where, 1 + writer.pick(4)), whole) << where;
  }
  EXPECT_GT(accepted, 600);
}

}  // namespace
}  // namespace winterbaume::dynamodb::partiql
