#include "services/dynamodb/streams/trimmed_records.h"

#include "services/dynamodb/operations/item_operation_fixture.h"
#include "services/dynamodb/streams/stream_operations.h"

namespace winterbaume::dynamodb {
namespace {

class TrimmedRecordsTest : public ItemOperationTest {
 protected:
  TrimmedRecordsTest() {
    auto table = make_table();
    auto record = table->record;
    stream = {.label = "s1", .view = StreamView::keys_only, .created = context.now};
    record.streams = {stream};
    arn = stream_arn(record, stream);
    EXPECT_NE(run(backend.update_table(table, std::move(record))), nullptr);
  }

  void put_one(int sk) { put("{'pk': {'S': 'a'}, 'sk': {'N': '" + std::to_string(sk) + "'}}"); }
  void pass(Millis time) {
    clock->advance(time);
    context.now = clock->now();
  }
  void trim() {
    asio::io_context io;
    asio::co_spawn(io, backend.trim(context.now), [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    io.run();
  }
  stream_ops::GetShardIterator::Input place(std::string type, std::optional<std::string> number = std::nullopt) {
    return {.stream_arn = arn, .shard_id = shard_id(stream, 0), .shard_iterator_type = type, .sequence_number = number};
  }
  std::string iterator(std::string type, std::optional<std::string> number = std::nullopt) {
    return *get(get_shard_iterator(context, backend, place(std::move(type), std::move(number)))).shard_iterator;
  }
  auto read(std::string at, std::int32_t limit = 1000) {
    return get_records(context, backend, {.shard_iterator = std::move(at), .limit = limit});
  }
  std::string number(std::string at) { return *get(read(std::move(at), 1)).records->front().dynamodb->sequence_number; }

  StreamInfo stream;
  std::string arn;
  const std::string trimmed = "TrimmedDataAccessException: The data you are trying to access has been trimmed";
};

TEST_F(TrimmedRecordsTest, APlaceBeforeTheOldestKeptRecordIsRefused) {
  put_one(1);
  const auto first = number(iterator("TRIM_HORIZON"));
  put_one(2);
  put_one(3);
  pass(std::chrono::hours(23));
  put_one(4);
  EXPECT_EQ(get(read(iterator("AFTER_SEQUENCE_NUMBER", first))).records->size(), 3U);
  pass(std::chrono::hours(2));
  const auto late = encode({.stream_arn = arn, .shard = 0, .after = first, .issued = context.now});
  trim();
  EXPECT_EQ(refusal(get_shard_iterator(context, backend, place("AT_SEQUENCE_NUMBER", first))), trimmed);
  EXPECT_EQ(refusal(get_shard_iterator(context, backend, place("AFTER_SEQUENCE_NUMBER", first))), trimmed);
  EXPECT_EQ(refusal(read(late)), trimmed);
  const auto kept = number(iterator("TRIM_HORIZON"));
  EXPECT_EQ(get(read(iterator("AT_SEQUENCE_NUMBER", kept))).records->size(), 1U);
  EXPECT_EQ(get(read(iterator("AFTER_SEQUENCE_NUMBER", kept))).records->size(), 0U);
}

TEST_F(TrimmedRecordsTest, WhoReadAllThatThereWasGoesOn) {
  put_one(1);
  put_one(2);
  auto answer = get(read(iterator("TRIM_HORIZON")));
  ASSERT_EQ(answer.records->size(), 2U);
  const auto first = *answer.records->front().dynamodb->sequence_number;
  for (int i = 0; i < 25 * 6; ++i) {
    pass(std::chrono::minutes(10));
    answer = get(read(*answer.next_shard_iterator));
  }
  trim();
  EXPECT_EQ(get(read(*answer.next_shard_iterator)).records->size(), 0U);
  EXPECT_EQ(refusal(get_shard_iterator(context, backend, place("AFTER_SEQUENCE_NUMBER", first))), trimmed);
  put_one(3);
  EXPECT_EQ(get(read(*answer.next_shard_iterator)).records->size(), 1U);
}

TEST_F(TrimmedRecordsTest, WhatDescribeStreamSaysOfAnEmptyShardIsAPlace) {
  const auto start = [&] {
    const auto described = get(describe_stream(context, backend, {.stream_arn = arn}));
    return *described.stream_description->shards->front().sequence_number_range->starting_sequence_number;
  };
  EXPECT_EQ(get(read(iterator("AT_SEQUENCE_NUMBER", start()))).records->size(), 0U);
  put_one(1);
  put_one(2);
  EXPECT_EQ(get(read(iterator("AT_SEQUENCE_NUMBER", start()))).records->size(), 2U);
  pass(std::chrono::hours(25));
  trim();
  EXPECT_EQ(get(read(iterator("AT_SEQUENCE_NUMBER", start()))).records->size(), 0U);
}

}  // namespace
}  // namespace winterbaume::dynamodb
