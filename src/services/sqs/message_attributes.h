// Message attributes: what a client may send, their digest, and which of them a receiver asked for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/error.h"
#include "core/digest.h"
#include "generated/sqs/types.h"
#include "services/sqs/sqs_types.h"

namespace winterbaume::sqs {

// Checks and takes over what SendMessage was given. Errors: InvalidParameterValue, UnsupportedOperation (list values).
aws::Result<MessageAttributes> take_attributes(std::optional<aws::Map<MessageAttributeValue>>& given);
// The value of AWSTraceHeader, the one system attribute that a client may send; empty where none was. Errors as above.
aws::Result<std::string> take_trace_header(std::optional<aws::Map<MessageSystemAttributeValue>>& given);

// The digests that SDKs verify (AWS, "Calculating the MD5 message digest for message attributes").
Md5 attributes_md5(const MessageAttributes& attributes);
Md5 trace_header_md5(std::string_view trace_header);

// MessageAttributeNames: "All", ".*" and "*" mean every one, "prefix.*" those that begin so, anything else itself.
class AttributeSelection {
 public:
  explicit AttributeSelection(const std::optional<std::vector<std::string>>& names);
  bool none() const { return !all_ && names_.empty(); }
  bool all() const { return all_; }
  bool holds(std::string_view name) const;

 private:
  bool all_ = false;
  std::vector<std::string_view> names_;  // views into the request's
};

}  // namespace winterbaume::sqs
