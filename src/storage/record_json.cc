#include "storage/record_json.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/failure.h"

namespace winterbaume::record_json {

std::string write(const json::value& value) { return json::serialize(value); }

json::value read(std::string_view text) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;  // strings are any bytes
  boost::system::error_code error;
  auto out = json::parse({text.data(), text.size()}, error, {}, options);
  if (error) throw StorageFailure("A record is stored as what is no JSON: " + error.message());
  return out;
}

void throw_wrong_kind() { throw StorageFailure("A record is stored with a member of another kind"); }

}  // namespace winterbaume::record_json
