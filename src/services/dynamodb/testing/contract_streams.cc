// DynamoDbBackend: records of streams.
#include "services/dynamodb/items/item_size.h"
#include "services/dynamodb/testing/backend_contract.h"

namespace winterbaume::dynamodb::testing {
namespace {

TableRecord streamed(TimePoint now, StreamView view = StreamView::new_and_old_images) {
  auto record = table_record();
  record.streams = {stream_info("s1", now, view)};
  return record;
}

void disable_stream(TableRecord& record, TimePoint now) {
  record.streams.back().enabled = false;
  record.streams.back().disabled = now;
}

TEST_P(BackendContract, AStreamTellsWhatHappened) {
  const auto table = make(streamed(now()));
  put(valued("a", 1, "x"));
  put(valued("a", 1, "y"));
  remove("a", 1);
  remove("a", 1);
  EXPECT_EQ(shown_records(table, "s1"), "+a/1=x ~a/1=x>y -a/1=y");
  EXPECT_EQ(shown_records(table, "s2"), "");
}

TEST_P(BackendContract, AWriteThatChangesNothingHasNoRecord) {
  const auto table = make(streamed(now()));
  put(valued("a", 1, "x"));
  put(valued("a", 1, "x"));
  auto check = write_of(table, key("a", 1), stored(table, key("a", 1)), std::nullopt);
  check.check_only = true;
  ASSERT_EQ(commit({check}), CommitVerdict::done);
  EXPECT_EQ(shown_records(table, "s1"), "+a/1=x");
}

TEST_P(BackendContract, ARecordKeepsWhatItsViewSays) {
  for (const auto view : {StreamView::keys_only, StreamView::new_image, StreamView::old_image, StreamView::new_and_old_images}) {
    auto record = streamed(now(), view);
    record.name = "view " + std::to_string(static_cast<int>(view));
    const auto table = make(record);
    put(valued("a", 1, "x"), record.name);
    put(valued("a", 1, "y"), record.name);
    const auto last = records(table, "s1").at(1);
    const bool with_old = view == StreamView::old_image || view == StreamView::new_and_old_images;
    const bool with_new = view == StreamView::new_image || view == StreamView::new_and_old_images;
    EXPECT_EQ(last.key, key("a", 1));
    EXPECT_EQ(shown(last.old_item), with_old ? "a/1=x" : "none");
    EXPECT_EQ(shown(last.new_item), with_new ? "a/1=y" : "none");
    EXPECT_TRUE(last.was_there && last.is_there);
    const auto images = static_cast<std::size_t>(with_old) + static_cast<std::size_t>(with_new);
    EXPECT_EQ(last.bytes, item_size(key("a", 1).view()) + images * item_size(valued("a", 1, "x").view()));
  }
}

TEST_P(BackendContract, ARecordTellsItsTimeAndItsCause) {
  const auto table = make(streamed(now()));
  auto write = write_of(table, key("a", 1), {}, valued("a", 1, "x"));
  write.cause = WriteCause::time_to_live;
  advance(std::chrono::seconds(3));
  ASSERT_EQ(commit({write}), CommitVerdict::done);
  const auto record = records(table, "s1").at(0);
  EXPECT_EQ(record.at, now());
  EXPECT_EQ(record.cause, WriteCause::time_to_live);
  EXPECT_FALSE(record.was_there);
}

TEST_P(BackendContract, RecordsAreInTheOrderOfCommitsAndTheirTimesToo) {
  const auto table = make(streamed(now()));
  advance(std::chrono::seconds(10));
  put(valued("a", 1, "late"));
  clock_->set(now() - std::chrono::seconds(5));
  put(valued("a", 1, "early"));
  const auto found = records(table, "s1");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(shown(found[1].new_item), "a/1=early");
  EXPECT_LT(found[0].sequence_number, found[1].sequence_number);
  EXPECT_GE(found[1].at, found[0].at);
}

TEST_P(BackendContract, ACommitThatFailsLeavesNoRecord) {
  const auto table = make(streamed(now()));
  put(valued("a", 1, "x"));
  EXPECT_EQ(commit({write_of(table, key("a", 2), {}, valued("a", 2, "y")), write_of(table, key("a", 1), {}, row("a", 1))}),
            CommitVerdict::conflict);
  EXPECT_EQ(shown_records(table, "s1"), "+a/1=x");
}

TEST_P(BackendContract, SequenceNumbersAreWhereToGoOn) {
  const auto table = make(streamed(now()));
  EXPECT_EQ(run(backend_->last_sequence_number(table, "s1", 0)), "");
  for (const auto* v : {"1", "2", "3"}) put(valued("a", 1, v));
  const auto all = records(table, "s1");
  ASSERT_EQ(all.size(), 3U);
  for (const auto& record : all) EXPECT_GE(record.sequence_number.size(), 21U);
  std::uint32_t shard = 0;
  while (run(backend_->last_sequence_number(table, "s1", shard)) != all.back().sequence_number) {
    ASSERT_LT(++shard, backend_->shard_count());
  }
  StreamRead read{.table = table, .label = "s1", .shard = shard, .after = all[1].sequence_number};
  EXPECT_EQ(run(backend_->read_stream(read)).size(), 1U);
  read.inclusive = true;
  EXPECT_EQ(run(backend_->read_stream(read)).size(), 2U);
  read.records_max = 1;
  EXPECT_EQ(run(backend_->read_stream(read)).at(0).sequence_number, all[1].sequence_number);
  read.after = all[2].sequence_number;
  read.inclusive = false;
  EXPECT_TRUE(run(backend_->read_stream(read)).empty());
}

TEST_P(BackendContract, APageOfRecordsKeepsItsBytes) {
  const auto table = make(streamed(now(), StreamView::new_image));
  const std::string kilobyte(1000, 'x');
  for (int sk = 1; sk <= 9; ++sk) put(valued("a", 1, kilobyte + std::to_string(sk)));
  put(valued("a", 1, "s"));
  put(valued("a", 1, std::string(3000, 'x')));
  const auto all = records(table, "s1");
  ASSERT_EQ(all.size(), 11U);
  const auto size = all[0].bytes;
  std::uint32_t shard = 0;
  while (run(backend_->last_sequence_number(table, "s1", shard)).empty()) ASSERT_LT(++shard, backend_->shard_count());
  StreamRead read{.table = table, .label = "s1", .shard = shard};
  const auto page_of = [&](std::size_t bytes_max) {
    read.bytes_max = bytes_max;
    return run(backend_->read_stream(read)).size();
  };
  EXPECT_EQ(page_of(3 * size), 3U);
  EXPECT_EQ(page_of(3 * size - 1), 2U);
  EXPECT_EQ(page_of(1), 1U) << "one at least";
  read.after = all[8].sequence_number;
  EXPECT_EQ(page_of(3000), 1U) << "what follows the small one is larger than what is left";
  read.after = all[9].sequence_number;
  EXPECT_EQ(page_of(100), 1U);
}

TEST_P(BackendContract, AStreamThatIsDisabledCanBeReadForADay) {
  make(streamed(now()));
  put(valued("a", 1, "x"));
  auto table = change([this](TableRecord& record) { disable_stream(record, now()); });
  put(valued("a", 1, "y"));
  table = change([this](TableRecord& record) { record.streams.push_back(stream_info("s2", now())); });
  put(valued("a", 1, "z"));
  EXPECT_EQ(shown_records(table, "s1"), "+a/1=x");
  EXPECT_EQ(shown_records(table, "s2"), "~a/1=y>z");
  EXPECT_LT(records(table, "s1").at(0).sequence_number, records(table, "s2").at(0).sequence_number);
  advance(std::chrono::hours(23));
  run(backend_->trim(now()));
  EXPECT_EQ(find()->record.streams.size(), 2U);
  EXPECT_EQ(shown_records(find(), "s1"), "+a/1=x");
  put(valued("a", 1, "w"));
  advance(std::chrono::hours(1));
  run(backend_->trim(now()));
  ASSERT_EQ(find()->record.streams.size(), 1U);
  EXPECT_EQ(find()->record.streams[0].label, "s2");
  EXPECT_EQ(shown_records(table, "s1"), "");
  EXPECT_EQ(shown_records(find(), "s2"), "~a/1=y>z ~a/1=z>w");
}

TEST_P(BackendContract, RecordsAreKeptForADay) {
  const auto table = make(streamed(now()));
  put(valued("a", 1, "x"));
  advance(std::chrono::hours(2));
  put(valued("a", 1, "y"));
  run(backend_->trim(now() + std::chrono::hours(22)));
  EXPECT_EQ(shown_records(table, "s1"), "+a/1=x ~a/1=x>y");
  run(backend_->trim(now() + std::chrono::hours(22) + Millis(1)));
  EXPECT_EQ(shown_records(table, "s1"), "~a/1=x>y");
  const auto last = records(table, "s1").at(0).sequence_number;
  run(backend_->trim(now() + std::chrono::hours(25)));
  EXPECT_EQ(shown_records(table, "s1"), "");
  put(valued("a", 1, "z"));
  EXPECT_GT(records(table, "s1").at(0).sequence_number, last) << "numbers go on";
}

TEST_P(BackendContract, StreamsOfATableThatIsGoneCanBeReadForADay) {
  const auto table = make(streamed(now()));
  make(table_record("without"));
  put(valued("a", 1, "x"));
  ASSERT_TRUE(run(backend_->delete_table(table)));
  auto listed = run(backend_->list_stream_tables(scope_));
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]->record.id, table->record.id);
  EXPECT_FALSE(listed[0]->record.streams.at(0).enabled);
  EXPECT_EQ(listed[0]->record.streams.at(0).disabled, now());
  EXPECT_EQ(shown_records(listed[0], "s1"), "+a/1=x");
  advance(std::chrono::hours(23));
  run(backend_->trim(now()));
  EXPECT_EQ(run(backend_->list_stream_tables(scope_)).size(), 1U);
  EXPECT_EQ(shown_records(table, "s1"), "+a/1=x");
  advance(std::chrono::hours(1));
  run(backend_->trim(now()));
  EXPECT_TRUE(run(backend_->list_stream_tables(scope_)).empty());
  EXPECT_EQ(shown_records(table, "s1"), "");
}

TEST_P(BackendContract, AStreamOfATableThatIsGoneIsNotThatOfTheNext) {
  auto record = streamed(now());
  const auto first = make(record);
  put(valued("a", 1, "x"));
  ASSERT_TRUE(run(backend_->delete_table(first)));
  advance(std::chrono::hours(1));
  record.id = "another";
  record.streams = {stream_info("s2", now())};
  const auto second = make(record);
  put(valued("a", 1, "y"));
  EXPECT_EQ(run(backend_->list_stream_tables(scope_)).size(), 2U);
  EXPECT_EQ(shown_records(first, "s1"), "+a/1=x");
  EXPECT_EQ(shown_records(second, "s2"), "+a/1=y");
  advance(std::chrono::hours(23));
  run(backend_->trim(now()));
  ASSERT_EQ(run(backend_->list_stream_tables(scope_)).size(), 1U);
  EXPECT_EQ(shown_records(first, "s1"), "");
  EXPECT_EQ(shown_records(find(), "s2"), "+a/1=y");
  put(valued("a", 1, "z"));
  EXPECT_EQ(shown_records(find(), "s2"), "+a/1=y ~a/1=y>z");
}

}  // namespace
}  // namespace winterbaume::dynamodb::testing
