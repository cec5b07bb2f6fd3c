// EnableKinesisStreamingDestination, DisableKinesisStreamingDestination, UpdateKinesisStreamingDestination,
// DescribeKinesisStreamingDestination.
#include <functional>

#include "aws/common_errors.h"
#include "services/dynamodb/operations/operations.h"
#include "services/dynamodb/settings/kinesis_destinations.h"

namespace winterbaume::dynamodb {
namespace {

// Begins `change` of a table's destination, which may refuse, however often the table changes meanwhile.
template <class Op>
Answer<Op> change_destination(const aws::RequestContext& context, DynamoDbDoor& door, typename Op::Input input,
                              std::string_view status, std::function<std::optional<aws::Error>(TableRecord&)> change) {
  while (true) {
    auto table = co_await get_table(context, door, *input.table_name, TablePurpose::description);
    if (!table) co_return aws::fail(std::move(table.error()));
    auto record = (*table)->record;
    if (auto wrong = change(record)) co_return aws::fail(std::move(*wrong));
    typename Op::Output output{.table_name = record.name, .stream_arn = input.stream_arn};
    output.destination_status = status;
    if (co_await door.backend.update_table(*table, std::move(record)) != nullptr) co_return output;
  }
}

}  // namespace

Answer<ops::EnableKinesisStreamingDestination> enable_kinesis_streaming_destination(
    const aws::RequestContext& context, DynamoDbDoor& door, ops::EnableKinesisStreamingDestination::Input input) {
  const auto configuration = input.enable_kinesis_streaming_configuration.value_or(EnableKinesisStreamingConfiguration{});
  auto output = co_await change_destination<ops::EnableKinesisStreamingDestination>(
      context, door, input, "ENABLING", [&](TableRecord& record) {
        return enable_kinesis(record, *input.stream_arn, configuration.approximate_creation_date_time_precision, context.now,
                              door.transitions.table_delay);
      });
  if (output) output->enable_kinesis_streaming_configuration = configuration;
  co_return output;
}

Answer<ops::DisableKinesisStreamingDestination> disable_kinesis_streaming_destination(
    const aws::RequestContext& context, DynamoDbDoor& door, ops::DisableKinesisStreamingDestination::Input input) {
  const auto& configuration = input.enable_kinesis_streaming_configuration;
  if (configuration && configuration->approximate_creation_date_time_precision) {
    co_return aws::fail(
        aws::errors::validation("Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters"));
  }
  auto output = co_await change_destination<ops::DisableKinesisStreamingDestination>(
      context, door, input, "DISABLING",
      [&](TableRecord& record) { return disable_kinesis(record, *input.stream_arn, context.now, door.transitions.table_delay); });
  co_return output;
}

Answer<ops::UpdateKinesisStreamingDestination> update_kinesis_streaming_destination(
    const aws::RequestContext& context, DynamoDbDoor& door, ops::UpdateKinesisStreamingDestination::Input input) {
  const auto& configuration = input.update_kinesis_streaming_configuration;
  if (!configuration || !configuration->approximate_creation_date_time_precision) {
    co_return aws::fail(
        aws::errors::validation("Streaming destination cannot be updated with given parameters: "
                                "UpdateKinesisStreamingConfiguration cannot be null or contain only null values"));
  }
  auto output = co_await change_destination<ops::UpdateKinesisStreamingDestination>(
      context, door, input, "UPDATING", [&](TableRecord& record) {
        return update_kinesis(record, *input.stream_arn, *configuration->approximate_creation_date_time_precision, context.now,
                              door.transitions.table_delay);
      });
  if (output) output->update_kinesis_streaming_configuration = configuration;
  co_return output;
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
