// Records of buckets.
#include "services/s3/store/record_codec.h"
#include "services/s3/store/record_fields.h"

namespace winterbaume::s3 {
namespace {

// Tags are for ever: a new field takes a new one.
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

}  // namespace

std::string encode_bucket(const BucketRecord& bucket) {
  std::string bytes(1, k_record_format);
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

}  // namespace winterbaume::s3
