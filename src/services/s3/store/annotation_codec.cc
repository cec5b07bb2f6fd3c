// Records of annotations.
#include "services/s3/store/record_codec.h"
#include "services/s3/store/record_fields.h"

namespace winterbaume::s3 {
namespace {

// Tags are for ever: a new field takes a new one.
enum AnnotationTag : std::uint8_t {
  a_name = 1,
  a_etag,
  a_modified,
  a_checksum_algorithm,
  a_checksum_composite,
  a_checksum_value,
  a_payload,
  a_size,
};

}  // namespace

std::string encode_annotation(const AnnotationRecord& annotation) {
  std::string bytes(1, k_record_format);
  FieldWriter out(bytes);
  out.text(a_name, annotation.name);
  out.text(a_etag, annotation.etag);
  out.number(a_modified, millis(annotation.modified));
  write_checksum(out, a_checksum_algorithm, a_checksum_composite, a_checksum_value, annotation.checksum);
  out.number(a_size, annotation.size);
  out.text(a_payload, annotation.payload);
  return bytes;
}

AnnotationRecord decode_annotation(std::string_view bytes) {
  AnnotationRecord annotation;
  for (FieldReader in(fields_of(bytes)); in.next();) {
    switch (in.tag()) {
      case a_name:
        annotation.name = in.text();
        break;
      case a_etag:
        annotation.etag = in.text();
        break;
      case a_modified:
        annotation.modified = time_of(in.number());
        break;
      case a_checksum_algorithm:
        annotation.checksum.algorithm = static_cast<ChecksumAlgorithm>(in.number());
        break;
      case a_checksum_composite:
        annotation.checksum.type = ChecksumType::composite;
        break;
      case a_checksum_value:
        annotation.checksum.value = in.text();
        break;
      case a_payload:
        annotation.payload = in.text();
        break;
      case a_size:
        annotation.size = in.number();
        break;
      default:
        break;
    }
  }
  return annotation;
}

}  // namespace winterbaume::s3
