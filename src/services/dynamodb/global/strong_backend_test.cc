#include "services/dynamodb/global/strong_backend.h"

#include <gtest/gtest.h>

#include "services/dynamodb/global/global_fixture.h"

namespace winterbaume::dynamodb::global {
namespace {

TEST_F(GlobalTableTest, StrongWriteIsInEveryReplicaAtOnce) {
  make_table();
  auto input = updates({create("us-east-2"), create("us-west-2")});
  input.multi_region_consistency = "STRONG";
  get(ask(std::move(input)));
  replicate_all();
  StrongBackend strong{std::make_shared<StoreDynamoDbBackend>(store)};
  DynamoDbDoor strong_door{.backend = strong, .write_queues = write_queues};
  in("us-west-2");
  ops::PutItem::Input item{.table_name = "items", .item = item_of("{'pk': {'S': 'a'}, 'sk': {'N': '1'}}")};
  get(put_item(context, strong_door, std::move(item)));
  for (const char* region : {"us-east-1", "us-east-2", "us-west-2"}) {
    EXPECT_EQ(stored_in(region, "{'pk': {'S': 'a'}, 'sk': {'N': '1'}}"), "{'pk':{'S':'a'},'sk':{'N':'1'}}");
  }
}

}  // namespace
}  // namespace winterbaume::dynamodb::global
