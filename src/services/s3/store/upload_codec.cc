// Records of uploads and of parts.
#include "services/s3/store/record_codec.h"
#include "services/s3/store/record_fields.h"

namespace winterbaume::s3 {
namespace {

// Tags are for ever: a new field takes a new one.
enum UploadTag : std::uint8_t {
  u_id = 1,
  u_key,
  u_initiated,
  u_account,
  u_canonical,
  u_name,
  u_checksum_algorithm,
  u_checksum_composite,
  u_checksum_asked,
  u_object,
};

enum PartTag : std::uint8_t {
  p_number = 1,
  p_size,
  p_etag,
  p_checksum_algorithm,
  p_checksum_composite,
  p_checksum_value,
  p_blob,
  p_modified,
};

}  // namespace

std::string encode_upload(const UploadRecord& upload) {
  std::string bytes(1, k_record_format);
  FieldWriter out(bytes);
  out.text(u_id, upload.id);
  out.text(u_key, upload.key);
  out.number(u_initiated, millis(upload.initiated));
  out.text(u_account, upload.initiator.account_id);
  out.text(u_canonical, upload.initiator.canonical_id);
  out.text(u_name, upload.initiator.display_name);
  out.number(u_checksum_algorithm, static_cast<std::uint64_t>(upload.checksum.algorithm));
  out.number(u_checksum_composite, upload.checksum.type == ChecksumType::composite ? 1 : 0);
  out.number(u_checksum_asked, upload.checksum_asked ? 1 : 0);
  out.item(u_object, encode_object(upload.object));
  return bytes;
}

UploadRecord decode_upload(std::string_view bytes) {
  UploadRecord upload;
  for (FieldReader in(fields_of(bytes)); in.next();) {
    switch (in.tag()) {
      case u_id:
        upload.id = in.text();
        break;
      case u_key:
        upload.key = in.text();
        break;
      case u_initiated:
        upload.initiated = time_of(in.number());
        break;
      case u_account:
        upload.initiator.account_id = in.text();
        break;
      case u_canonical:
        upload.initiator.canonical_id = in.text();
        break;
      case u_name:
        upload.initiator.display_name = in.text();
        break;
      case u_checksum_algorithm:
        upload.checksum.algorithm = static_cast<ChecksumAlgorithm>(in.number());
        break;
      case u_checksum_composite:
        upload.checksum.type = ChecksumType::composite;
        break;
      case u_checksum_asked:
        upload.checksum_asked = true;
        break;
      case u_object:
        upload.object = decode_object(in.text());
        break;
      default:
        break;
    }
  }
  return upload;
}

std::string encode_part(const PartRecord& part) {
  std::string bytes(1, k_record_format);
  FieldWriter out(bytes);
  out.number(p_number, part.number);
  out.number(p_size, part.size);
  out.text(p_etag, part.etag);
  write_checksum(out, p_checksum_algorithm, p_checksum_composite, p_checksum_value, part.checksum);
  out.text(p_blob, part.blob);
  out.number(p_modified, millis(part.modified));
  return bytes;
}

PartRecord decode_part(std::string_view bytes) {
  PartRecord part;
  for (FieldReader in(fields_of(bytes)); in.next();) {
    switch (in.tag()) {
      case p_number:
        part.number = static_cast<std::uint32_t>(in.number());
        break;
      case p_size:
        part.size = in.number();
        break;
      case p_etag:
        part.etag = in.text();
        break;
      case p_checksum_algorithm:
        part.checksum.algorithm = static_cast<ChecksumAlgorithm>(in.number());
        break;
      case p_checksum_composite:
        part.checksum.type = ChecksumType::composite;
        break;
      case p_checksum_value:
        part.checksum.value = in.text();
        break;
      case p_blob:
        part.blob = in.text();
        break;
      case p_modified:
        part.modified = time_of(in.number());
        break;
      default:
        break;
    }
  }
  return part;
}

std::string encode_parts(const PartRecord* first, std::size_t count) {
  std::string bytes(1, k_record_format);
  FieldWriter out(bytes);
  for (std::size_t i = 0; i < count; ++i) out.item(1, encode_part(first[i]));
  return bytes;
}

void decode_parts(std::string_view bytes, std::vector<PartRecord>& out) {
  for (FieldReader in(fields_of(bytes)); in.next();) out.push_back(decode_part(in.text()));
}

}  // namespace winterbaume::s3
