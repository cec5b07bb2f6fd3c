// An answer that is an error of AWS: a value, never an exception. Made by the generated factories of a service
// (`errors::queue_does_not_exist("…")`) or, for the errors that every service shares, by aws/common_errors.h.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace winterbaume::aws {

struct Schema;

enum class Fault : unsigned char { sender, receiver };

// One constexpr row per modelled error.
struct ErrorShape {
  std::string_view name;  // the shape: "QueueDoesNotExist", what `__type` ends with in JSON
  std::string_view code;  // REST-XML's, query's and awsQueryCompatible's code: "AWS.SimpleQueueService.NonExistentQueue"
  int status = 400;
  Fault fault = Fault::sender;
  const Schema* schema = nullptr;             // of its members beyond the message; null where it has none
  std::string_view message_name = "message";  // the key of the message in JSON
  std::string_view query_message = {};        // the message in the query protocol; empty: as in every other
  // Of the errors that every service shares (aws/common_errors.h), which one protocol words otherwise than another:
  bool shared = false;                  // not of one service's model: `__type` begins "com.amazon.coral.service#"
  int json_status = 0;                  // in AWS JSON; 0: `status`
  std::string_view rest_xml_code = {};  // in REST-XML; empty: `code`
};

struct Error {
  const ErrorShape* shape;  // static storage
  std::string message;
  std::shared_ptr<const void> fields;  // the generated struct that shape->schema describes, or null
  // Header fields that go with the answer ("x-amz-delete-marker", "true"), or null.
  std::shared_ptr<const std::vector<std::pair<std::string, std::string>>> headers = nullptr;
};

template <class T>
using Result = std::expected<T, Error>;

// For `return aws::fail(errors::queue_does_not_exist(...));`
inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }

}  // namespace winterbaume::aws
