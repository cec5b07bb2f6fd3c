#include "services/dynamodb/settings/kinesis_destinations.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/arn.h"
#include "aws/common_errors.h"
#include "storage/record_json.h"

namespace winterbaume::dynamodb {
namespace {

using Destinations = std::vector<KinesisDestinationRecord>;
using Problem = std::optional<aws::Error>;

const std::string k_setting = "kinesis";
constexpr std::string_view k_default_precision = "MILLISECOND";

void keep(TableRecord& table, const Destinations& destinations) {
  table.settings[k_setting] = record_json::write(record_json::to_json(destinations));
}

void settle(KinesisDestinationRecord& destination, TimePoint now) {
  if (!destination.changing_until || *destination.changing_until > now) return;
  destination.changing_until.reset();
  if (destination.status == DestinationStatus::DISABLING) {
    destination.status = DestinationStatus::DISABLED;
  } else {
    destination.status = destination.failure.empty() ? DestinationStatus::ACTIVE : DestinationStatus::ENABLE_FAILED;
  }
}

void begin(KinesisDestinationRecord& destination, DestinationStatus status, TimePoint until) {
  destination.status = status;
  destination.changing_until = until;
}

bool is_alive(const KinesisDestinationRecord& destination) {
  return destination.status != DestinationStatus::DISABLED && destination.status != DestinationStatus::ENABLE_FAILED;
}

KinesisDestinationRecord* find(Destinations& destinations, const std::string& stream_arn) {
  const auto found = std::ranges::find(destinations, stream_arn, &KinesisDestinationRecord::stream_arn);
  return found == destinations.end() ? nullptr : &*found;
}

aws::Error wrong_state(std::string_view why) {
  return aws::errors::validation(fmt::format("Table is not in a valid state to enable Kinesis Streaming Destination: {}", why));
}

// Streams are not looked for: every one of the table's account and region is taken to be there and active.
std::string failure_of(const TableRecord& table, const std::string& stream_arn) {
  const auto arn = aws::parse_arn(stream_arn);
  if (!arn || (arn->service != "kinesis" && arn->service != "firehose")) {
    return "User does not have a permission to use kinesis stream";
  }
  if (arn->region != table.region) {
    return "The kinesis Arn used to enable kinesis replication belongs to a stream which is not in the current region";
  }
  if (arn->service == "firehose" || arn->account_id != table.account_id) {
    return "The kinesis Arn used to enable kinesis replication belongs to a stream which is not in Active state";
  }
  const bool is_stream =
      arn->resource.starts_with("stream/") && arn->resource.find('/', sizeof("stream/") - 1) == arn->resource.npos;
  return is_stream ? "" : "User does not have a permission to use kinesis stream";
}

}  // namespace

Destinations kinesis_destinations(const TableRecord& table, TimePoint now) {
  Destinations out;
  const auto kept = table.settings.find(k_setting);
  if (kept != table.settings.end()) record_json::from_json(record_json::read(kept->second), out);
  for (auto& destination : out) settle(destination, now);
  return out;
}

Problem enable_kinesis(TableRecord& table, const std::string& stream_arn, const std::optional<std::string>& precision,
                       TimePoint now, Millis delay) {
  auto destinations = kinesis_destinations(table, now);
  if (std::ranges::any_of(destinations, is_alive)) {
    return wrong_state("EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.");
  }
  std::erase_if(destinations,
                [&stream_arn](const KinesisDestinationRecord& destination) { return destination.stream_arn == stream_arn; });
  KinesisDestinationRecord destination{
      .stream_arn = stream_arn, .failure = failure_of(table, stream_arn), .precision = precision, .changing_until = {}};
  begin(destination, DestinationStatus::ENABLING, now + delay);
  destinations.insert(destinations.begin(), std::move(destination));
  keep(table, destinations);
  return std::nullopt;
}

Problem disable_kinesis(TableRecord& table, const std::string& stream_arn, TimePoint now, Millis delay) {
  auto destinations = kinesis_destinations(table, now);
  auto* destination = find(destinations, stream_arn);
  // Once more while it goes on changes nothing (measured).
  if (destination != nullptr && destination->status == DestinationStatus::DISABLING) return std::nullopt;
  if (destination == nullptr || destination->status != DestinationStatus::ACTIVE) {
    return wrong_state("KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
  }
  begin(*destination, DestinationStatus::DISABLING, now + delay);
  keep(table, destinations);
  return std::nullopt;
}

Problem update_kinesis(TableRecord& table, const std::string& stream_arn, const std::string& precision, TimePoint now,
                       Millis delay) {
  auto destinations = kinesis_destinations(table, now);
  auto* destination = find(destinations, stream_arn);
  if (destination == nullptr || destination->status != DestinationStatus::ACTIVE) {
    return wrong_state(fmt::format(
        "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: {}, kdsArn: {}",
        table.name, stream_arn));
  }
  if (destination->precision.value_or(std::string(k_default_precision)) == precision) {
    return aws::errors::validation(
        fmt::format("Invalid Request: Precision is already set to the desired value of {} for tableId: {}, kdsArn: {}", precision,
                    table.id, stream_arn));
  }
  destination->precision = precision;
  begin(*destination, DestinationStatus::UPDATING, now + delay);
  keep(table, destinations);
  return std::nullopt;
}

}  // namespace winterbaume::dynamodb
