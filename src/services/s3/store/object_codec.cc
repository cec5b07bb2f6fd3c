// Records of objects and delete markers.
#include "services/s3/store/record_codec.h"
#include "services/s3/store/record_fields.h"

namespace winterbaume::s3 {
namespace {

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
  t_restore_announced,
  t_replica,
};

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
  out.number(t_restore_announced, record.restore && record.restore->announced ? 1 : 0);
  out.number(t_replica, record.replica ? 1 : 0);
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

// Where a text of that tag goes; null where it is none of a plain text.
std::string* text_in(ObjectRecord& record, std::uint8_t tag) {
  switch (tag) {
    case t_etag:
      return &record.etag;
    case t_storage_class:
      return &record.storage_class;
    case t_owner_account:
      return &owner_in(record).account_id;
    case t_owner_canonical:
      return &owner_in(record).canonical_id;
    case t_owner_name:
      return &owner_in(record).display_name;
    case t_checksum_value:
      return &record.checksum.value;
    case t_version_id:
      return &record.version_id;
    case t_restore_tier:
      return &restore_in(record).tier;
    case t_replication_status:
      return &record.replication_status;
    case t_content_type:
      return &record.headers.content_type;
    case t_cache_control:
      return &record.headers.cache_control;
    case t_content_disposition:
      return &record.headers.content_disposition;
    case t_content_encoding:
      return &record.headers.content_encoding;
    case t_content_language:
      return &record.headers.content_language;
    case t_expires:
      return &record.headers.expires;
    case t_website_redirect:
      return &record.headers.website_redirect;
    case t_encryption_algorithm:
      return &record.encryption.algorithm;
    case t_kms_key_id:
      return &record.encryption.kms_key_id;
    case t_kms_context:
      return &record.encryption.kms_context;
    case t_customer_key_md5:
      return &record.encryption.customer_key_md5;
    case t_lock_mode:
      return &record.lock.mode;
    case t_event_hold:
      return &record.lock.event_hold;
    case t_acl:
      return &record.acl;
    case t_blob:
      return &record.content.blob;
    case t_manifest:
      return &record.content.manifest;
    case t_inline:
      return &record.content.inline_bytes;
    default:
      return nullptr;
  }
}

void read_number(ObjectRecord& record, std::uint8_t tag, std::uint64_t value) {
  switch (tag) {
    case t_delete_marker:
      record.delete_marker = true;
      break;
    case t_size:
      record.size = value;
      break;
    case t_modified:
      record.modified = time_of(value);
      break;
    case t_checksum_algorithm:
      record.checksum.algorithm = static_cast<ChecksumAlgorithm>(value);
      break;
    case t_checksum_composite:
      record.checksum.type = ChecksumType::composite;
      break;
    case t_sequence:
      record.sequence = value;
      break;
    case t_parts:
      record.parts = static_cast<std::uint32_t>(value);
      break;
    case t_restore_ready:
      restore_in(record).ready = time_of(value);
      break;
    case t_restore_expires:
      restore_in(record).expires = time_of(value);
      break;
    case t_restore_announced:
      restore_in(record).announced = true;
      break;
    case t_replica:
      record.replica = true;
      break;
    case t_annotated:
      record.annotated = true;
      break;
    case t_bucket_key:
      record.encryption.bucket_key = true;
      break;
    case t_retain_until:
      record.lock.retain_until = time_of(value);
      break;
    case t_legal_hold:
      record.lock.legal_hold = true;
      break;
    case t_legal_hold_put:
      record.lock.legal_hold_put = true;
      break;
    case t_event_hold_days:
      record.lock.event_hold_days = static_cast<std::int32_t>(value);
      break;
    case t_event_hold_years:
      record.lock.event_hold_years = static_cast<std::int32_t>(value);
      break;
    default:
      break;
  }
}

void read_field(const FieldReader& in, ObjectRecord& record) {
  if (!in.is_text()) return read_number(record, in.tag(), in.number());
  if (auto* text = text_in(record, in.tag())) {
    *text = in.text();
    return;
  }
  switch (in.tag()) {
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
    default:
      break;
  }
}

}  // namespace

std::string encode_object(const ObjectRecord& record) {
  std::string bytes;
  bytes.reserve(160 + record.content.inline_bytes.size() + record.acl.size());
  bytes += k_record_format;
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

// These fields come first, and have the lower tags.
ObjectRecord decode_listed_object(std::string_view bytes) {
  ObjectRecord record;
  FieldReader in(fields_of(bytes));
  while (in.next() && in.tag() <= t_annotated) read_field(in, record);
  return record;
}

}  // namespace winterbaume::s3
