// EnableKinesisStreamingDestination, DisableKinesisStreamingDestination, UpdateKinesisStreamingDestination,
// DescribeKinesisStreamingDestination.
#include "aws/common_errors.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/settings/kinesis_destinations.h"

namespace winterbaume::dynamodb {

Answer<ops::EnableKinesisStreamingDestination> enable_kinesis_streaming_destination(
    const aws::RequestContext& context, DynamoDbDoor& door, ops::EnableKinesisStreamingDestination::Input input) {
  const auto configuration = input.enable_kinesis_streaming_configuration.value_or(EnableKinesisStreamingConfiguration{});
  while (true) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    if (auto wrong = enable_kinesis(record, *input.stream_arn, configuration.approximate_creation_date_time_precision,
                                    context.now, door.transitions.table_delay)) {
      co_return aws::fail(std::move(*wrong));
    }
    ops::EnableKinesisStreamingDestination::Output output{.table_name = record.name, .stream_arn = input.stream_arn};
    output.destination_status = "ENABLING";
    output.enable_kinesis_streaming_configuration = configuration;
    if (co_await door.backend.update_table(*table, std::move(record)) != nullptr) co_return output;
  }
}

Answer<ops::DisableKinesisStreamingDestination> disable_kinesis_streaming_destination(
    const aws::RequestContext& context, DynamoDbDoor& door, ops::DisableKinesisStreamingDestination::Input input) {
  const auto& configuration = input.enable_kinesis_streaming_configuration;
  if (configuration && configuration->approximate_creation_date_time_precision) {
    co_return aws::fail(
        aws::errors::validation("Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters"));
  }
  while (true) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    if (auto wrong = disable_kinesis(record, *input.stream_arn, context.now, door.transitions.table_delay)) {
      co_return aws::fail(std::move(*wrong));
    }
    ops::DisableKinesisStreamingDestination::Output output{.table_name = record.name, .stream_arn = input.stream_arn};
    output.destination_status = "DISABLING";
    if (co_await door.backend.update_table(*table, std::move(record)) != nullptr) co_return output;
  }
}

Answer<ops::UpdateKinesisStreamingDestination> update_kinesis_streaming_destination(
    const aws::RequestContext& context, DynamoDbDoor& door, ops::UpdateKinesisStreamingDestination::Input input) {
  const auto& configuration = input.update_kinesis_streaming_configuration;
  if (!configuration || !configuration->approximate_creation_date_time_precision) {
    co_return aws::fail(
        aws::errors::validation("Streaming destination cannot be updated with given parameters: "
                                "UpdateKinesisStreamingConfiguration cannot be null or contain only null values"));
  }
  while (true) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    if (auto wrong = update_kinesis(record, *input.stream_arn, *configuration->approximate_creation_date_time_precision,
                                    context.now, door.transitions.table_delay)) {
      co_return aws::fail(std::move(*wrong));
    }
    ops::UpdateKinesisStreamingDestination::Output output{.table_name = record.name, .stream_arn = input.stream_arn};
    output.destination_status = "UPDATING";
    output.update_kinesis_streaming_configuration = configuration;
    if (co_await door.backend.update_table(*table, std::move(record)) != nullptr) co_return output;
  }
}

Answer<ops::DescribeKinesisStreamingDestination> describe_kinesis_streaming_destination(
    const aws::RequestContext& context, DynamoDbDoor& door, ops::DescribeKinesisStreamingDestination::Input input) {
  auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
  if (!table) co_return aws::fail(std::move(table.error()));
  ops::DescribeKinesisStreamingDestination::Output output{.table_name = (*table)->record.name};
  output.kinesis_data_stream_destinations.emplace();
  for (const auto& kept : kinesis_destinations((*table)->record, context.now)) {
    auto& out = output.kinesis_data_stream_destinations->emplace_back();
    out.stream_arn = kept.stream_arn;
    out.destination_status = boost::describe::enum_to_string(kept.status, "");
    if (kept.status == DestinationStatus::ENABLE_FAILED) out.destination_status_description = kept.failure;
    out.approximate_creation_date_time_precision = kept.precision;
  }
  co_return output;
}

}  // namespace winterbaume::dynamodb
