#include "services/sqs/backend_errors.h"

#include <fmt/format.h>

#include "aws/common_errors.h"
#include "generated/sqs/errors.h"

namespace winterbaume::sqs::backend_errors {

using aws::errors::invalid_parameter_value;

aws::Error queue_does_not_exist() { return errors::queue_does_not_exist("The specified queue does not exist."); }

aws::Error queue_name_exists(std::string_view attribute) {
  return errors::queue_name_exists(
      fmt::format("A queue already exists with the same name and a different value for attribute {}", attribute));
}

aws::Error queue_deleted_recently() {
  return errors::queue_deleted_recently(
      "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
}

aws::Error purge_in_progress(std::string_view queue_name) {
  return errors::purge_queue_in_progress(
      fmt::format("Only one PurgeQueue operation on {} is allowed every 60 seconds.", queue_name));
}

aws::Error redrive_policy_invalid(std::string_view policy_text, std::string_view reason) {
  return invalid_parameter_value(fmt::format("Value {} for parameter RedrivePolicy is invalid. Reason: {}", policy_text, reason));
}

aws::Error group_id_missing() { return aws::errors::missing_parameter("MessageGroupId"); }

aws::Error deduplication_id_missing() {
  return invalid_parameter_value(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
}

aws::Error message_too_long(std::int64_t bytes_max) {
  return invalid_parameter_value(
      fmt::format("One or more parameters are invalid. Reason: Message must be shorter than {} bytes.", bytes_max));
}

aws::Error too_many_in_flight() {
  return errors::over_limit(
      "Too many messages have been received without being deleted. Please delete your received messages or let them timeout "
      "before receiving more.");
}

aws::Error receipt_handle_invalid(std::string_view handle) {
  return errors::receipt_handle_is_invalid(fmt::format("The input receipt handle \"{}\" is not a valid receipt handle.", handle));
}

aws::Error receipt_handle_expired(std::string_view handle) {
  return invalid_parameter_value(
      fmt::format("Value {} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.", handle));
}

aws::Error visibility_change_unavailable(std::string_view handle) {
  return invalid_parameter_value(
      fmt::format("Value {} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for "
                  "visibility timeout change.",
                  handle));
}

aws::Error message_not_in_flight() { return errors::message_not_inflight("The specified message isn't in flight."); }

aws::Error visibility_beyond_limit(seconds timeout) {
  return invalid_parameter_value(
      fmt::format("Value {} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is "
                  "beyond the limit [43200 seconds]",
                  timeout.count()));
}

aws::Error move_source_missing() {
  return errors::resource_not_found_exception("The resource that you specified for the SourceArn parameter doesn't exist.");
}

aws::Error move_destination_missing() {
  return errors::resource_not_found_exception("The resource that you specified for the DestinationArn parameter doesn't exist.");
}

aws::Error move_source_is_no_dead_letter_queue() {
  return invalid_parameter_value("Source queue must be configured as a Dead Letter Queue.");
}

aws::Error move_types_differ() {
  return invalid_parameter_value("The source queue and destination queue must be of the same queue type.");
}

aws::Error move_destination_is_source() {
  return invalid_parameter_value("The source queue and destination queue can't be the same.");
}

aws::Error move_task_active() {
  return invalid_parameter_value(
      "There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
}

aws::Error move_task_handle_invalid(std::string_view handle) {
  return invalid_parameter_value(fmt::format("Value {} for parameter TaskHandle is invalid.", handle));
}

aws::Error move_task_missing() { return errors::resource_not_found_exception("Task does not exist."); }

aws::Error move_task_not_running() { return invalid_parameter_value("Only active tasks can be cancelled."); }

}  // namespace winterbaume::sqs::backend_errors
