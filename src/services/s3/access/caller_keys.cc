// What conditions of policies may ask of the caller and its connection.
#include "aws/access_key.h"
#include "aws/arn.h"
#include "aws/sigv4_verify.h"
#include "aws/timestamps.h"
#include "services/s3/access/condition_keys.h"
#include "services/s3/access/conditions.h"

namespace winterbaume::s3 {
namespace {

std::string_view user_name_of(std::string_view arn) {
  const auto user = arn.find(":user/");
  return user == std::string_view::npos ? std::string_view() : arn.substr(arn.rfind('/') + 1);
}

std::string caller_type(const aws::RequestContext& context) {
  if (context.anonymous) return "Anonymous";
  if (context.principal_arn.ends_with(":root")) return "Account";
  if (context.principal_arn.find(":assumed-role/") != std::string::npos) return "AssumedRole";
  return context.principal_arn.find(":federated-user/") != std::string::npos ? "FederatedUser" : "User";
}

void add_principal(TextPairs& keys, const aws::RequestContext& context) {
  keys.emplace_back("aws:PrincipalType", caller_type(context));
  if (context.anonymous) return;
  // Of a session it is that of its role.
  keys.emplace_back("aws:PrincipalArn", aws::role_arn_of(context.principal_arn));
  keys.emplace_back("aws:PrincipalAccount", context.scope.account_id);
  keys.emplace_back("aws:PrincipalIsAWSService", "false");
  keys.emplace_back("aws:ViaAWSService", "false");
  if (const auto name = user_name_of(context.principal_arn); !name.empty()) keys.emplace_back("aws:username", name);
  if (context.signature && context.signature->key) keys.emplace_back("aws:userid", context.signature->key->user_id);
}

// How the signature came, and since when. "Presigned URLs always have an UNSIGNED_PAYLOAD" (API Reference, "Amazon S3 Signature
// Version 4 Authentication Specific Policy Keys").
void add_signature(TextPairs& keys, const aws::RequestContext& context) {
  using enum aws::SignaturePlace;
  if (!context.payload_hash.empty()) {
    keys.emplace_back("s3:x-amz-content-sha256", context.payload_hash);
  } else if (context.signature_place == query) {
    keys.emplace_back("s3:x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  }
  if (context.signature_place == none) return;
  const auto place = context.signature_place;
  keys.emplace_back("s3:authType", place == form ? "POST" : place == query ? "REST-QUERY-STRING" : "REST-HEADER");
  keys.emplace_back("s3:signatureversion", "AWS4-HMAC-SHA256");
  const auto signed_at = context.signature ? aws::parse_amz_date(context.signature->amz_date) : std::nullopt;
  if (signed_at) keys.emplace_back("s3:signatureAge", std::to_string((context.now - *signed_at).count()));
}

void add_connection(TextPairs& keys, const aws::RequestContext& context) {
  keys.emplace_back("aws:SecureTransport", context.secure ? "true" : "false");
  if (!context.tls_version.empty()) keys.emplace_back("s3:TlsVersion", context.tls_version);
  if (!context.peer.empty()) keys.emplace_back("aws:SourceIp", address_of(context.peer));
  if (!context.user_agent.empty()) keys.emplace_back("aws:UserAgent", context.user_agent);
  if (!context.referer.empty()) keys.emplace_back("aws:Referer", context.referer);
}

std::string text_of(void (*append)(std::string&, TimePoint), TimePoint time) {
  std::string out;
  append(out, time);
  return out;
}

}  // namespace

void add_caller_keys(TextPairs& keys, const aws::RequestContext& context, const BucketRecord& bucket) {
  add_principal(keys, context);
  add_signature(keys, context);
  add_connection(keys, context);
  keys.emplace_back("aws:CurrentTime", text_of(aws::append_iso8601, context.now));
  keys.emplace_back("aws:EpochTime", text_of(aws::append_epoch_seconds, context.now));
  keys.emplace_back("aws:RequestedRegion", bucket.region);
  keys.emplace_back("aws:ResourceAccount", bucket.owner.account_id);
  keys.emplace_back("s3:ResourceAccount", bucket.owner.account_id);
}

}  // namespace winterbaume::s3
