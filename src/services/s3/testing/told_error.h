// For tests: an error as one line of text.
#pragma once

#include <optional>
#include <string>

#include "aws/error.h"

namespace winterbaume::s3 {

// "InvalidArgument: message"; the code alone where its text is always the same; empty without an error.
inline std::string told(const std::optional<aws::Error>& error) {
  if (!error) return {};
  const std::string code(error->shape->code);
  return code == "MalformedXML" || code == "NotImplemented" ? code : code + ": " + error->message;
}

}  // namespace winterbaume::s3
