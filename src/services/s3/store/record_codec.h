// Records as the store keeps them: compact, with a format byte in front. A record of a later format throws StorageFailure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/s3/s3_types.h"

namespace winterbaume::s3 {

// What a listing shows lies in an object's first bytes: a scan that cuts values to this many has it, but for the longest owner
// names.
constexpr std::size_t k_listing_bytes = 768;

std::string encode_object(const ObjectRecord& record);
// Of a record that was cut off: the fields that are whole.
ObjectRecord decode_object(std::string_view bytes);
// Only what a listing shows: half of the memory that a whole record takes.
ObjectRecord decode_listed_object(std::string_view bytes);

std::string encode_bucket(const BucketRecord& bucket);
BucketRecord decode_bucket(std::string_view bytes);  // without `guard`

std::string encode_upload(const UploadRecord& upload);
UploadRecord decode_upload(std::string_view bytes);

std::string encode_part(const PartRecord& part);
PartRecord decode_part(std::string_view bytes);
std::string encode_parts(const PartRecord* first, std::size_t count);
void decode_parts(std::string_view bytes, std::vector<PartRecord>& out);  // appends

// What lies before an annotation's payload: a scan that cuts values to this many has it.
constexpr std::size_t k_annotation_head_bytes = 1024;
std::string encode_annotation(const AnnotationRecord& annotation);
AnnotationRecord decode_annotation(std::string_view bytes);

}  // namespace winterbaume::s3
