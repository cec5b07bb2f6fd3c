// The errors that backends of SQS answer with, each with AWS's own words: one place for all implementations of the door.
#pragma once

#include <string_view>

#include "aws/error.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs::backend_errors {

aws::Error queue_does_not_exist();
aws::Error queue_name_exists(std::string_view differing_attribute);
aws::Error queue_deleted_recently();
aws::Error purge_in_progress(std::string_view queue_name);
aws::Error redrive_policy_invalid(std::string_view policy_text, std::string_view reason);

aws::Error group_id_missing();
aws::Error deduplication_id_missing();
aws::Error message_too_long(std::int64_t bytes_max);

aws::Error too_many_in_flight();
aws::Error receipt_handle_invalid(std::string_view handle);
aws::Error receipt_handle_expired(std::string_view handle);  // FIFO: deleting after the visibility timeout
aws::Error visibility_change_unavailable(std::string_view handle);
aws::Error message_not_in_flight();
aws::Error visibility_beyond_limit(seconds timeout);

aws::Error move_source_missing();
aws::Error move_destination_missing();
aws::Error move_source_is_no_dead_letter_queue();
aws::Error move_types_differ();
aws::Error move_destination_is_source();
aws::Error move_task_active();
aws::Error move_task_handle_invalid(std::string_view handle);
aws::Error move_task_missing();
aws::Error move_task_not_running();

}  // namespace winterbaume::sqs::backend_errors
