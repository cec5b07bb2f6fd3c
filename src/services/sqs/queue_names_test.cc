#include "services/sqs/queue_names.h"

#include <gtest/gtest.h>

namespace winterbaume::sqs {
namespace {

TEST(QueueName, CountsTheFifoSuffix) {
  EXPECT_TRUE(is_queue_name("orders"));
  EXPECT_TRUE(is_queue_name("orders.fifo"));
  EXPECT_TRUE(is_queue_name(std::string(80, 'q')));
  EXPECT_TRUE(is_queue_name(std::string(75, 'q') + ".fifo"));
  EXPECT_FALSE(is_queue_name(std::string(76, 'q') + ".fifo"));
  EXPECT_FALSE(is_queue_name(std::string(81, 'q')));
  EXPECT_FALSE(is_queue_name(".fifo"));
  EXPECT_FALSE(is_queue_name("a.b"));
  EXPECT_FALSE(is_queue_name(""));
}

struct UrlCase {
  std::string_view url, account_id, name;
};

TEST(QueueUrl, IsTakenInEveryForm) {
  for (auto [url, account_id, name] : std::initializer_list<UrlCase>{
           {"http://localhost:5555/123456789012/orders", "123456789012", "orders"},
           {"https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo", "123456789012", "orders.fifo"},
           {"https://queue.amazonaws.com/123456789012/orders/", "123456789012", "orders"},
           {"http://h/queue/us-east-1/123456789012/orders", "123456789012", "orders"},
           {"/123456789012/orders", "123456789012", "orders"},
           {"http://h/queue/orders", "", "orders"},
           {"/queue/orders", "", "orders"},
           {"http://h/orders", "", "orders"},
           {"orders", "", "orders"},
       }) {
    auto found = parse_queue_url(url);
    ASSERT_TRUE(found) << url;
    EXPECT_EQ(found->account_id, account_id) << url;
    EXPECT_EQ(found->name, name) << url;
  }
}

TEST(QueueUrl, WithoutAQueueIsNone) {
  for (std::string_view url : {"", "/", "//", "http://", "http://host", "http://host/", "http://host/123456789012/", "a b",
                               "http://host/123456789012/a?b", "://", "http:///"}) {
    auto found = parse_queue_url(url);
    EXPECT_TRUE(!found || found->name == "123456789012") << url;
  }
}

TEST(QueueKey, HasTheAccountOfTheUrlAndTheRegionOfTheCaller) {
  aws::RequestContext context;
  context.scope = {"000000000000", "eu-west-1"};
  auto other = get_queue_key(context, "http://h/123456789012/orders");
  ASSERT_TRUE(other);
  EXPECT_EQ(*other, (QueueKey{{"123456789012", "eu-west-1"}, "orders"}));
  auto own = get_queue_key(context, "orders");
  ASSERT_TRUE(own);
  EXPECT_EQ(own->scope.account_id, "000000000000");
  auto none = get_queue_key(context, std::nullopt);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().shape->code, "AWS.SimpleQueueService.NonExistentQueue");
}

TEST(QueueArn, IsMadeAndReadBack) {
  QueueKey key{{"123456789012", "us-east-1"}, "orders.fifo"};
  EXPECT_EQ(make_queue_arn(key), "arn:aws:sqs:us-east-1:123456789012:orders.fifo");
  EXPECT_EQ(parse_queue_arn(make_queue_arn(key)), key);
  for (std::string_view arn :
       {"", "arn", "orders", "arn:aws:sns:us-east-1:123456789012:orders", "arn:aws:sqs::123456789012:orders",
        "arn:aws:sqs:us-east-1:12:orders", "arn:aws:sqs:us-east-1:123456789012:a:b"}) {
    EXPECT_FALSE(parse_queue_arn(arn)) << arn;
  }
}

}  // namespace
}  // namespace winterbaume::sqs
