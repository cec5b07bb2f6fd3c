// Who signed the policy of a POST form: Signature Version 4's fields, or version 2's, which forms made with old SDKs carry.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/access_key.h"
#include "aws/error.h"
#include "aws/request_context.h"
#include "services/s3/web/form_data.h"

namespace winterbaume::s3 {

struct FormSignature {
  bool version_4 = true;
  std::string access_key_id;
  std::string policy;  // base64, as sent: what is signed
  std::string signature;
  std::string session_token;
  // Of version 4.
  std::string date;  // the credential's day
  std::string region;
};

// Null: the form is anonymous. Errors: InvalidArgument where a field is missing beside another, or is none of its kind.
aws::Result<std::optional<FormSignature>> find_form_signature(const FormFields& fields);

// The key that made the signature. Errors: InvalidAccessKeyId, SignatureDoesNotMatch, InvalidToken, ExpiredToken.
aws::Result<std::shared_ptr<const aws::AccessKey>> verify_form_signature(const FormSignature& signature,
                                                                         const aws::AccessKeyStore& keys, TimePoint now);

}  // namespace winterbaume::s3
