// SQS's limits (AWS, "Amazon SQS quotas" and the API reference), for the checks above the door.
#pragma once

#include <cstddef>
#include <cstdint>

namespace winterbaume::sqs {

struct Range {
  std::int64_t min;
  std::int64_t max;
  constexpr bool holds(std::int64_t value) const { return value >= min && value <= max; }
};

// Queue attributes.
constexpr Range k_delay_seconds{0, 900};
constexpr Range k_maximum_message_bytes{1'024, 1'048'576};
constexpr Range k_retention_seconds{60, 1'209'600};
constexpr Range k_receive_wait_seconds{0, 20};
constexpr Range k_visibility_timeout_seconds{0, 43'200};
constexpr Range k_kms_data_key_reuse_seconds{60, 86'400};
constexpr Range k_max_receive_count{1, 1'000};
constexpr std::size_t k_redrive_allow_sources_max = 10;

// Names and tags.
constexpr std::size_t k_queue_name_chars_max = 80;
constexpr std::size_t k_tags_max = 50;
constexpr std::size_t k_tag_key_chars_max = 128;
constexpr std::size_t k_tag_value_chars_max = 256;

// Messages.
constexpr std::size_t k_message_attributes_max = 10;
constexpr std::size_t k_attribute_name_bytes_max = 256;
constexpr std::size_t k_attribute_type_bytes_max = 256;
constexpr std::size_t k_identifier_chars_max = 128;  // message group, deduplication and receive attempt ids
constexpr Range k_received_messages{1, 10};

// Batches.
constexpr std::size_t k_batch_entries_max = 10;
constexpr std::size_t k_batch_entry_id_chars_max = 80;
constexpr std::size_t k_batch_bytes_max = 1'048'576;

// Policies.
constexpr std::size_t k_permission_actions_max = 7;
constexpr std::size_t k_policy_statements_max = 20;
constexpr std::size_t k_permission_label_chars_max = 80;

// Lists.
constexpr Range k_page_size{1, 1'000};
constexpr Range k_listed_move_tasks{1, 10};
constexpr Range k_moved_per_second{1, 500};

}  // namespace winterbaume::sqs
