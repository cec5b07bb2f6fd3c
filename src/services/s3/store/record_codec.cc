#include "services/s3/store/record_codec.h"

#include "core/failure.h"
#include "services/s3/store/fields.h"

namespace winterbaume::s3 {
namespace {

constexpr char k_format = 1;

// Tags are for ever: a new field takes a new one.
enum ObjectTag : std::uint8_t {
  t_delete_marker = 1,
  t_size,
  t_modified,
  t_etag,
  t_storage_class,
  t_owner_account,
  t_owner_canonical,
  t_owner_name,
  t_checksum_algorithm,
  t_checksum_composite,
  t_checksum_value,
  t_version_id,
  t_sequence,
  t_parts,
  t_restore_ready,
  t_restore_expires,
  t_restore_tier,
  t_replication_status,
  t_annotated,
  t_content_type,
  t_cache_control,
  t_content_disposition,
  t_content_encoding,
  t_content_language,
  t_expires,
  t_website_redirect,
  t_metadata_name,
  t_metadata_value,
  t_tag_name,
  t_tag_value,
  t_encryption_algorithm,
  t_kms_key_id,
  t_kms_context,
  t_bucket_key,
  t_customer_key_md5,
  t_lock_mode,
  t_retain_until,
  t_legal_hold,
  t_event_hold,
  t_event_hold_days,
  t_event_hold_years,
  t_acl,
  t_blob,
  t_manifest,
  t_inline,
  t_legal_hold_put,
};

std::uint64_t millis(TimePoint time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }
TimePoint time_of(std::uint64_t millis) { return TimePoint(Millis(static_cast<std::int64_t>(millis))); }

// The fields after the format byte.
std::string_view fields_of(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != k_format)
    throw StorageFailure("a record of S3 is of a format that this version cannot read");
  return bytes.substr(1);
}

void write_checksum(FieldWriter& out, std::uint8_t algorithm, std::uint8_t composite, std::uint8_t value,
                    const ObjectChecksum& checksum) {
  out.number(algorithm, static_cast<std::uint64_t>(checksum.algorithm));
  out.number(composite, checksum.type == ChecksumType::composite ? 1 : 0);
  out.text(value, checksum.value);
}

void write_listed(FieldWriter& out, const ObjectRecord& record) {
  out.number(t_delete_marker, record.delete_marker ? 1 : 0);
  out.number(t_size, record.size);
  out.number(t_modified, millis(record.modified));
  out.text(t_etag, record.etag);
  out.text(t_version_id, record.version_id);
  out.number(t_sequence, record.sequence);
  out.text(t_storage_class, record.storage_class);
  if (record.owner) {
    out.text(t_owner_account, record.owner->account_id);
    out.text(t_owner_canonical, record.owner->canonical_id);
    out.text(t_owner_name, record.owner->display_name);
  }
  write_checksum(out, t_checksum_algorithm, t_checksum_composite, t_checksum_value, record.checksum);
  out.number(t_parts, record.parts);
  if (record.restore) {
    out.number(t_restore_ready, millis(record.restore->ready));
    out.number(t_restore_expires, millis(record.restore->expires));
    out.text(t_restore_tier, record.restore->tier);
  }
  out.text(t_replication_status, record.replication_status);
  out.number(t_annotated, record.annotated ? 1 : 0);
}

void write_headers(FieldWriter& out, const SystemHeaders& headers) {
  out.text(t_content_type, headers.content_type);
  out.text(t_cache_control, headers.cache_control);
  out.text(t_content_disposition, headers.content_disposition);
  out.text(t_content_encoding, headers.content_encoding);
  out.text(t_content_language, headers.content_language);
  out.text(t_expires, headers.expires);
  out.text(t_website_redirect, headers.website_redirect);
}

void write_pairs(FieldWriter& out, std::uint8_t name, std::uint8_t value, const TextPairs& pairs) {
  for (const auto& pair : pairs) {
    out.item(name, pair.first);
    out.item(value, pair.second);
  }
}

void write_rest(FieldWriter& out, const ObjectRecord& record) {
  write_pairs(out, t_metadata_name, t_metadata_value, record.metadata);
  write_pairs(out, t_tag_name, t_tag_value, record.tags);
  out.text(t_encryption_algorithm, record.encryption.algorithm);
  out.text(t_kms_key_id, record.encryption.kms_key_id);
  out.text(t_kms_context, record.encryption.kms_context);
  out.number(t_bucket_key, record.encryption.bucket_key ? 1 : 0);
  out.text(t_customer_key_md5, record.encryption.customer_key_md5);
  out.text(t_lock_mode, record.lock.mode);
  out.number(t_retain_until, millis(record.lock.retain_until));
  out.number(t_legal_hold, record.lock.legal_hold ? 1 : 0);
  out.text(t_event_hold, record.lock.event_hold);
  out.number(t_event_hold_days, static_cast<std::uint64_t>(record.lock.event_hold_days));
  out.number(t_event_hold_years, static_cast<std::uint64_t>(record.lock.event_hold_years));
  out.number(t_legal_hold_put, record.lock.legal_hold_put ? 1 : 0);
  out.text(t_acl, record.acl);
  out.text(t_blob, record.content.blob);
  out.text(t_manifest, record.content.manifest);
  out.text(t_inline, record.content.inline_bytes);
}

AccountOwner& owner_in(ObjectRecord& record) { return record.owner ? *record.owner : record.owner.emplace(); }
ObjectRestore& restore_in(ObjectRecord& record) { return record.restore ? *record.restore : record.restore.emplace(); }
void set_last_value(TextPairs& pairs, std::string_view value) {
  if (!pairs.empty()) pairs.back().second = value;
}

void read_field(const FieldReader& in, ObjectRecord& record) {
  switch (in.tag()) {
    case t_delete_marker:
      record.delete_marker = true;
      break;
    case t_size:
      record.size = in.number();
      break;
    case t_modified:
      record.modified = time_of(in.number());
      break;
    case t_etag:
      record.etag = in.text();
      break;
    case t_storage_class:
      record.storage_class = in.text();
      break;
    case t_owner_account:
      owner_in(record).account_id = in.text();
      break;
    case t_owner_canonical:
      owner_in(record).canonical_id = in.text();
      break;
    case t_owner_name:
      owner_in(record).display_name = in.text();
      break;
    case t_checksum_algorithm:
      record.checksum.algorithm = static_cast<ChecksumAlgorithm>(in.number());
      break;
    case t_checksum_composite:
      record.checksum.type = ChecksumType::composite;
      break;
    case t_checksum_value:
      record.checksum.value = in.text();
      break;
    case t_version_id:
      record.version_id = in.text();
      break;
    case t_sequence:
      record.sequence = in.number();
      break;
    case t_parts:
      record.parts = static_cast<std::uint32_t>(in.number());
      break;
    case t_restore_ready:
      restore_in(record).ready = time_of(in.number());
      break;
    case t_restore_expires:
      restore_in(record).expires = time_of(in.number());
      break;
    case t_restore_tier:
      restore_in(record).tier = in.text();
      break;
    case t_replication_status:
      record.replication_status = in.text();
      break;
    case t_annotated:
      record.annotated = true;
      break;
    case t_content_type:
      record.headers.content_type = in.text();
      break;
    case t_cache_control:
      record.headers.cache_control = in.text();
      break;
    case t_content_disposition:
      record.headers.content_disposition = in.text();
      break;
    case t_content_encoding:
      record.headers.content_encoding = in.text();
      break;
    case t_content_language:
      record.headers.content_language = in.text();
      break;
    case t_expires:
      record.headers.expires = in.text();
      break;
    case t_website_redirect:
      record.headers.website_redirect = in.text();
      break;
    case t_metadata_name:
      record.metadata.emplace_back(in.text(), "");
      break;
    case t_metadata_value:
      set_last_value(record.metadata, in.text());
      break;
    case t_tag_name:
      record.tags.emplace_back(in.text(), "");
      break;
    case t_tag_value:
      set_last_value(record.tags, in.text());
      break;
    case t_encryption_algorithm:
      record.encryption.algorithm = in.text();
      break;
    case t_kms_key_id:
      record.encryption.kms_key_id = in.text();
      break;
    case t_kms_context:
      record.encryption.kms_context = in.text();
      break;
    case t_bucket_key:
      record.encryption.bucket_key = true;
      break;
    case t_customer_key_md5:
      record.encryption.customer_key_md5 = in.text();
      break;
    case t_lock_mode:
      record.lock.mode = in.text();
      break;
    case t_retain_until:
      record.lock.retain_until = time_of(in.number());
      break;
    case t_legal_hold:
      record.lock.legal_hold = true;
      break;
    case t_legal_hold_put:
      record.lock.legal_hold_put = true;
      break;
    case t_event_hold:
      record.lock.event_hold = in.text();
      break;
    case t_event_hold_days:
      record.lock.event_hold_days = static_cast<std::int32_t>(in.number());
      break;
    case t_event_hold_years:
      record.lock.event_hold_years = static_cast<std::int32_t>(in.number());
      break;
    case t_acl:
      record.acl = in.text();
      break;
    case t_blob:
      record.content.blob = in.text();
      break;
    case t_manifest:
      record.content.manifest = in.text();
      break;
    case t_inline:
      record.content.inline_bytes = in.text();
      break;
    default:
      break;
  }
}

enum BucketTag : std::uint8_t {
  b_name = 1,
  b_region,
  b_owner_account,
  b_owner_canonical,
  b_owner_name,
  b_created,
  b_versioning,
  b_mfa_delete,
  b_object_lock,
  b_directory,
  b_ownership,
  b_ownership_unset,
  b_config_kinds,
};

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

enum AnnotationTag : std::uint8_t {
  a_name = 1,
  a_etag,
  a_modified,
  a_checksum_algorithm,
  a_checksum_composite,
  a_checksum_value,
  a_payload,
};

}  // namespace

std::string encode_object(const ObjectRecord& record) {
  std::string bytes;
  bytes.reserve(160 + record.content.inline_bytes.size() + record.acl.size());
  bytes += k_format;
  FieldWriter out(bytes);
  write_listed(out, record);
  write_headers(out, record.headers);
  write_rest(out, record);
  return bytes;
}

ObjectRecord decode_object(std::string_view bytes) {
  ObjectRecord record;
  FieldReader in(fields_of(bytes));
  while (in.next()) read_field(in, record);
  return record;
}

std::string encode_bucket(const BucketRecord& bucket) {
  std::string bytes(1, k_format);
  FieldWriter out(bytes);
  out.text(b_name, bucket.name);
  out.text(b_region, bucket.region);
  out.text(b_owner_account, bucket.owner.account_id);
  out.text(b_owner_canonical, bucket.owner.canonical_id);
  out.text(b_owner_name, bucket.owner.display_name);
  out.number(b_created, millis(bucket.created));
  out.number(b_versioning, static_cast<std::uint64_t>(bucket.versioning));
  out.number(b_mfa_delete, bucket.mfa_delete ? 1 : 0);
  out.number(b_object_lock, bucket.object_lock ? 1 : 0);
  out.number(b_directory, bucket.directory ? 1 : 0);
  out.number(b_ownership, static_cast<std::uint64_t>(bucket.ownership));
  out.number(b_ownership_unset, bucket.ownership_set ? 0 : 1);
  out.number(b_config_kinds, bucket.config_kinds);
  return bytes;
}

BucketRecord decode_bucket(std::string_view bytes) {
  BucketRecord bucket;
  for (FieldReader in(fields_of(bytes)); in.next();) {
    switch (in.tag()) {
      case b_name:
        bucket.name = in.text();
        break;
      case b_region:
        bucket.region = in.text();
        break;
      case b_owner_account:
        bucket.owner.account_id = in.text();
        break;
      case b_owner_canonical:
        bucket.owner.canonical_id = in.text();
        break;
      case b_owner_name:
        bucket.owner.display_name = in.text();
        break;
      case b_created:
        bucket.created = time_of(in.number());
        break;
      case b_versioning:
        bucket.versioning = static_cast<Versioning>(in.number());
        break;
      case b_mfa_delete:
        bucket.mfa_delete = true;
        break;
      case b_object_lock:
        bucket.object_lock = true;
        break;
      case b_directory:
        bucket.directory = true;
        break;
      case b_ownership:
        bucket.ownership = static_cast<ObjectOwnership>(in.number());
        break;
      case b_ownership_unset:
        bucket.ownership_set = false;
        break;
      case b_config_kinds:
        bucket.config_kinds = in.number();
        break;
      default:
        break;
    }
  }
  return bucket;
}

std::string encode_upload(const UploadRecord& upload) {
  std::string bytes(1, k_format);
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
  std::string bytes(1, k_format);
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
  std::string bytes(1, k_format);
  FieldWriter out(bytes);
  for (std::size_t i = 0; i < count; ++i) out.item(1, encode_part(first[i]));
  return bytes;
}

void decode_parts(std::string_view bytes, std::vector<PartRecord>& out) {
  for (FieldReader in(fields_of(bytes)); in.next();) out.push_back(decode_part(in.text()));
}

std::string encode_annotation(const AnnotationRecord& annotation) {
  std::string bytes(1, k_format);
  FieldWriter out(bytes);
  out.text(a_name, annotation.name);
  out.text(a_etag, annotation.etag);
  out.number(a_modified, millis(annotation.modified));
  write_checksum(out, a_checksum_algorithm, a_checksum_composite, a_checksum_value, annotation.checksum);
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
      default:
        break;
    }
  }
  return annotation;
}

}  // namespace winterbaume::s3
