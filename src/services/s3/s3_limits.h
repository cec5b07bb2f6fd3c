// S3's limits, in one place (Amazon S3 User Guide, "Multipart upload limits", "Bucket naming rules", "Object metadata").
#pragma once

#include <cstddef>
#include <cstdint>

namespace winterbaume::s3 {

constexpr std::size_t k_key_bytes_max = 1024;
constexpr std::size_t k_user_metadata_bytes_max = 2048;
constexpr std::size_t k_object_tags_max = 10;
constexpr std::size_t k_bucket_tags_max = 50;
constexpr std::size_t k_page_max = 1000;
constexpr std::size_t k_delete_objects_max = 1000;
constexpr std::uint64_t k_put_bytes_max = 5ull << 30;
constexpr std::uint64_t k_part_bytes_min = 5ull << 20;
constexpr std::uint32_t k_part_number_max = 10'000;
constexpr std::uint64_t k_object_bytes_max = 50'000ull << 30;  // 48.8 TiB
constexpr std::size_t k_policy_bytes_max = 20 << 10;
constexpr std::size_t k_cors_bytes_max = 64 << 10;        // of its XML (API Reference, PutBucketCors)
constexpr std::size_t k_replication_bytes_max = 2 << 20;  // of its XML (API Reference, PutBucketReplication)
constexpr std::size_t k_buckets_per_account_max = 10'000;
// Of a bucket's configurations (API Reference of each).
constexpr std::size_t k_configurations_max = 1000;  // of each kind that has ids
constexpr std::size_t k_configurations_page = 100;
constexpr std::size_t k_cors_rules_max = 100;
constexpr std::size_t k_lifecycle_rules_max = 1000;
constexpr std::size_t k_notifications_max = 100;
constexpr std::size_t k_replication_rules_max = 1000;
constexpr std::size_t k_routing_rules_max = 50;
constexpr std::size_t k_rule_id_characters_max = 255;
// Bodies up to here live in the object's record: one commit, no file.
constexpr std::size_t k_inline_bytes_max = 4096;

}  // namespace winterbaume::s3
