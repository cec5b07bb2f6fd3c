// The query protocol (awsQuery): a form of parameters in, XML out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/error.h"
#include "aws/schema.h"

namespace winterbaume::aws {

// The parameters of one request, decoded, in the order of their names ("Tag.1.Key" < "Tag.1.Value" < "Tag.2.Key"). Of two
// parameters with one name the first counts.
class QueryParameters {
 public:
  // Adds the pairs of a query string or form body. False on a broken percent-escape.
  bool add(std::string_view text);
  // To be called once, after the last add().
  void sort();
  // Null where there is none of that name.
  const std::string* find(std::string_view name) const;

  struct Parameter {
    std::string name;
    std::string value;
    std::size_t order;  // as sent
  };
  // The parameters whose names begin with `prefix`.
  std::span<const Parameter> within(std::string_view prefix) const;

 private:
  std::vector<Parameter> parameters_;
};

// Reads the parameters into a struct. Returns MalformedInput for a value of the wrong type.
std::optional<Error> decode_query(const QueryParameters& parameters, const Schema& structure, void* out);

// The whole answer: <XResponse><XResult>…</XResult><ResponseMetadata>…</XResponse>.
void encode_query_response(std::string& out, const ServiceSchema& service, const OperationSchema& operation, const void* output,
                           std::string_view request_id);

}  // namespace winterbaume::aws
