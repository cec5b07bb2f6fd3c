// What S3 answers to a payload that is not what its request announced.
#pragma once

#include <cstdint>
#include <string>

#include "aws/error.h"

namespace winterbaume::aws::errors {

Error incomplete_body();
Error invalid_chunk_size(std::uint64_t chunk, std::uint64_t bytes);
Error malformed_trailer();
Error missing_content_length();
// InvalidRequest.
Error invalid_payload(std::string message);

}  // namespace winterbaume::aws::errors
