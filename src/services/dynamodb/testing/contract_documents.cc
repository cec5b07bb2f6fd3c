// DynamoDbBackend: documents, each under a key of its kind.
#include <fmt/format.h>

#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

std::string listed(BackendContract& suite, DocumentKind kind, std::size_t max = 100) {
  std::string out, last;
  while (true) {
    const auto page = suite.run(suite.backend_->list_documents(suite.scope_, kind, last, max));
    EXPECT_LE(page.size(), max);
    if (page.empty()) return out;
    for (const auto& document : page) out += document.key + "=" + document.json + " ";
    last = page.back().key;
  }
}

TEST_P(BackendContract, ADocumentIsReadAsItWasWritten) {
  EXPECT_FALSE(run(backend_->find_document(scope_, DocumentKind::backup, "k")).has_value());
  EXPECT_TRUE(run(backend_->put_document(scope_, DocumentKind::backup, {.key = "k", .json = R"({"a": 1})"})));
  const auto found = run(backend_->find_document(scope_, DocumentKind::backup, "k"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->key, "k");
  EXPECT_EQ(found->json, R"({"a": 1})");
  EXPECT_NE(found->version, 0U);
}

TEST_P(BackendContract, ADocumentIsChangedAtTheVersionThatWasRead) {
  const auto kind = DocumentKind::account;
  ASSERT_TRUE(run(backend_->put_document(scope_, kind, {.key = "k", .json = "1"})));
  EXPECT_FALSE(run(backend_->put_document(scope_, kind, {.key = "k", .json = "2"})));
  auto first = *run(backend_->find_document(scope_, kind, "k"));
  first.json = "2";
  EXPECT_TRUE(run(backend_->put_document(scope_, kind, first)));
  first.json = "3";
  EXPECT_FALSE(run(backend_->put_document(scope_, kind, first)));
  first.json.clear();
  EXPECT_FALSE(run(backend_->put_document(scope_, kind, first)));
  EXPECT_EQ(listed(*this, kind), "k=2 ");
  auto second = *run(backend_->find_document(scope_, kind, "k"));
  second.json.clear();
  EXPECT_TRUE(run(backend_->put_document(scope_, kind, second)));
  EXPECT_EQ(listed(*this, kind), "");
  EXPECT_TRUE(run(backend_->put_document(scope_, kind, {.key = "k", .json = "4"})));
}

TEST_P(BackendContract, KindsAndScopesAreApart) {
  for (const auto kind : {DocumentKind::backup, DocumentKind::export_, DocumentKind::import_, DocumentKind::global_table,
                          DocumentKind::bulk_operation, DocumentKind::account}) {
    const auto json = std::to_string(static_cast<int>(kind));
    EXPECT_TRUE(run(backend_->put_document(scope_, kind, {.key = "k", .json = json})));
    EXPECT_EQ(listed(*this, kind), "k=" + json + " ");
  }
  const Scope other{"123456789012", "eu-west-1"};
  EXPECT_TRUE(run(backend_->list_documents(other, DocumentKind::backup, {}, 10)).empty());
  EXPECT_TRUE(run(backend_->put_document(other, DocumentKind::backup, {.key = "k", .json = "other"})));
  EXPECT_EQ(run(backend_->find_document(scope_, DocumentKind::backup, "k"))->json, "0");
}

TEST_P(BackendContract, DocumentsAreListedByKeyInPages) {
  for (const auto* name : {"b", "a", "ab", "c"}) {
    ASSERT_TRUE(run(backend_->put_document(scope_, DocumentKind::backup, {.key = name, .json = "1"})));
  }
  EXPECT_EQ(listed(*this, DocumentKind::backup), "a=1 ab=1 b=1 c=1 ");
  EXPECT_EQ(listed(*this, DocumentKind::backup, 1), "a=1 ab=1 b=1 c=1 ");
  EXPECT_EQ(listed(*this, DocumentKind::backup, 3), "a=1 ab=1 b=1 c=1 ");
}

TEST_P(BackendContract, ManyDocumentsAreListed) {
  for (int i = 0; i < 1100; ++i) {
    run(backend_->put_document(scope_, DocumentKind::export_, {.key = fmt::format("{:05}", i), .json = "1"}));
  }
  EXPECT_EQ(run(backend_->list_documents(scope_, DocumentKind::export_, {}, 2000)).size(), 1100U);
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
