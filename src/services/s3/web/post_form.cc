#include "services/s3/web/post_form.h"

#include "aws/access_key.h"
#include "aws/canonical_user.h"
#include "aws/protocol/protocol.h"
#include "core/bytes.h"
#include "generated/s3/operations.h"
#include "services/s3/access/gate.h"
#include "services/s3/events/announce.h"
#include "services/s3/objects/content_intake.h"
#include "services/s3/objects/object_answer.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/objects/object_settings.h"
#include "services/s3/s3_errors.h"
#include "services/s3/web/form_settings.h"
#include "services/s3/web/form_signature.h"
#include "services/s3/web/post_answer.h"
#include "services/s3/web/post_policy.h"

namespace winterbaume::s3 {
namespace {

aws::Call put_call(const aws::RequestContext& context) {
  return {&k_service, &ops::PutObject::schema(), aws::ProtocolKind::rest_xml, &context};
}

Result<std::string> form_boundary(const http::Request& request) {
  const auto type = request.headers.get_or("Content-Type");
  if (!is_form_data(type)) {
    return aws::fail(error(ErrorCode::precondition_failed, {},
                           {.condition = "Bucket POST must be of the enclosure-type multipart/form-data"}));
  }
  auto boundary = find_boundary(type);
  if (!boundary) return aws::fail(error(ErrorCode::malformed_post_request));
  return std::move(*boundary);
}

Result<std::string> form_key(const FormFields& fields) {
  const std::string* key = fields.find("key");
  if (key == nullptr || key->empty()) {
    return aws::fail(invalid_argument(
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.", "key", ""));
  }
  if (auto wrong = check_key(*key)) return aws::fail(std::move(*wrong));
  return *key;
}

// The context of the form's signer.
aws::RequestContext context_of(aws::RequestContext context, const FormSignature& signature, const aws::AccessKey* key) {
  context.access_key_id = signature.access_key_id;
  context.session_token = signature.session_token;
  if (key == nullptr) {  // taken at its word
    context.scope.account_id = aws::account_of_issued_key(signature.access_key_id).value_or(context.scope.account_id);
    return context;
  }
  context.anonymous = false;
  context.signature_place = aws::SignaturePlace::form;
  context.scope.account_id = key->account_id;
  context.canonical_user_id = key->canonical_id.empty() ? aws::canonical_user_id_of(key->account_id) : key->canonical_id;
  context.display_name = key->display_name;
  context.principal_arn = key->arn;
  return context;
}

// Who uploads, and how much at most.
struct FormAuthority {
  aws::RequestContext caller;
  FileSizes sizes;
};

Result<FormAuthority> check_authority(const aws::RequestContext& context, const S3Door& door, const FormFields& fields,
                                      const std::string& bucket) {
  FormAuthority authority{context, {}};
  auto signature = find_form_signature(fields);
  if (!signature) return aws::fail(std::move(signature.error()));
  if (*signature) {
    std::shared_ptr<const aws::AccessKey> key;
    if (context.enforced && door.form_keys) {
      auto verified = verify_form_signature(**signature, *door.form_keys, context.now);
      if (!verified) return aws::fail(std::move(verified.error()));
      key = std::move(*verified);
    }
    authority.caller = context_of(context, **signature, key.get());
    auto policy = parse_post_policy((*signature)->policy);
    if (!policy) return aws::fail(std::move(policy.error()));
    auto sizes = check_post_policy(*policy, fields, bucket, context.now);
    if (!sizes) return aws::fail(std::move(sizes.error()));
    authority.sizes = *sizes;
  }
  return authority;
}

// What is stored, but for its bytes: checked before they are read.
struct FormPlan {
  ObjectRecord record;
  IntakePlan intake;
};

asio::awaitable<Result<FormPlan>> plan_upload(const aws::RequestContext& caller, S3Door& door, BucketPtr bucket,
                                              const FormFields& fields, std::string key) {
  auto put = put_request_of(fields, bucket->name, key);
  if (!put) co_return aws::fail(std::move(put.error()));
  auto admitted = co_await admit(caller, door, ops::PutObject::schema(), *put);
  if (!admitted) co_return aws::fail(std::move(admitted.error()));
  PutObjectRequest input;
  if (auto wrong = aws::decode_input(put_call(caller), *put, {}, &input)) co_return aws::fail(std::move(*wrong));
  auto intake = plan_intake(sent_checksums(input));
  if (!intake) co_return aws::fail(std::move(intake.error()));
  auto record = co_await make_object_record(caller, door, bucket, sent_settings(input));
  if (!record) co_return aws::fail(std::move(record.error()));
  co_return FormPlan{std::move(*record), std::move(*intake)};
}

asio::awaitable<Result<FoundObject>> store_file(S3Door& door, std::string bucket, std::string key, FormPlan plan,
                                                http::Body file) {
  auto intake = co_await take_in(door.backend.blobs(), std::move(file), std::move(plan.intake));
  if (!intake) co_return aws::fail(std::move(intake.error()));
  ObjectWrite write{.bucket = std::move(bucket), .key = std::move(key), .record = std::move(plan.record)};
  take_over(write.record, std::move(*intake));
  co_return co_await door.backend.put_object(std::move(write));
}

http::Response stored_answer(const aws::RequestContext& context, const ObjectRecord& record) {
  PutObjectOutput output;
  output.e_tag = quoted_etag(record.etag);
  set_checksum(output, record.checksum);
  if (record.checksum.algorithm != ChecksumAlgorithm::none) output.checksum_type = checksum_type_name(record.checksum.type);
  set_encryption(output, record.encryption);
  output.version_id = made_version_id(record);
  return aws::encode_output(put_call(context), &output);
}

asio::awaitable<Result<http::Response>> upload_form(const aws::RequestContext& context, S3Door& door, std::string bucket_name,
                                                    FormStream stream) {
  auto bucket = co_await door.backend.get_bucket(bucket_name);
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  auto head = co_await stream.read_head();
  if (!head) co_return aws::fail(std::move(head.error()));
  if (head->filename) head->fields.fill_in_filename(*head->filename);
  auto key = form_key(head->fields);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto authority = check_authority(context, door, head->fields, bucket_name);
  if (!authority) co_return aws::fail(std::move(authority.error()));
  auto plan = co_await plan_upload(authority->caller, door, *bucket, head->fields, *key);
  if (!plan) co_return aws::fail(std::move(plan.error()));
  auto file = FormStream::file(std::move(stream), authority->sizes);
  auto stored = co_await store_file(door, bucket_name, *key, std::move(*plan), std::move(file));
  if (!stored) co_return aws::fail(std::move(stored.error()));
  auto answer = post_answer(context, bucket_name, *stored, head->fields, stored_answer(context, stored->record));
  co_await announce(authority->caller, door, *bucket, {"s3:ObjectCreated:Post", std::move(*stored)});
  co_return answer;
}

}  // namespace

asio::awaitable<http::Response> post_object(const aws::RequestContext& context, S3Door& door, std::string bucket,
                                            http::Request request) {
  auto boundary = form_boundary(request);
  if (!boundary) co_return aws::encode_error(k_service, aws::ProtocolKind::rest_xml, context, boundary.error());
  FormStream stream(std::move(request.body), std::move(*boundary));
  auto answer = co_await upload_form(context, door, std::move(bucket), std::move(stream));
  if (!answer) co_return aws::encode_error(k_service, aws::ProtocolKind::rest_xml, context, answer.error());
  co_return std::move(*answer);
}

}  // namespace winterbaume::s3
