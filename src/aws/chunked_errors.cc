#include "aws/chunked_errors.h"

#include <cstddef>
#include <optional>

#include "aws/schema.h"

// Codes, statuses and texts: Amazon S3 API Reference, "Error responses", and what S3 was seen to send.
namespace winterbaume::aws::errors {
namespace {

struct Pieces {
  std::optional<std::string> chunk, bad_chunk_size;
};
constexpr Member k_pieces[] = {
    {.name = "Chunk", .wire = "Chunk", .xml_name = "Chunk", .schema = &plain::k_string, .offset = offsetof(Pieces, chunk)},
    {.name = "BadChunkSize",
     .wire = "BadChunkSize",
     .xml_name = "BadChunkSize",
     .schema = &plain::k_string,
     .offset = offsetof(Pieces, bad_chunk_size)},
};
constexpr Schema k_schema{.kind = Kind::structure, .name = "ChunkedError", .members = k_pieces};

constexpr ErrorShape shape(std::string_view code, int status, const Schema* schema = nullptr) {
  return {.name = code, .code = code, .status = status, .schema = schema};
}
constexpr ErrorShape k_incomplete_body = shape("IncompleteBody", 400);
constexpr ErrorShape k_invalid_chunk_size = shape("InvalidChunkSizeError", 400, &k_schema);
constexpr ErrorShape k_invalid_request = shape("InvalidRequest", 400);
constexpr ErrorShape k_malformed_trailer = shape("MalformedTrailerError", 400);
constexpr ErrorShape k_missing_content_length = shape("MissingContentLength", 411);

}  // namespace

Error incomplete_body() { return {&k_incomplete_body, "The request body terminated unexpectedly", nullptr}; }

Error invalid_chunk_size(std::uint64_t chunk, std::uint64_t bytes) {
  return {&k_invalid_chunk_size, "Only the last chunk is allowed to have a size less than 8192 bytes",
          std::make_shared<const Pieces>(Pieces{std::to_string(chunk), std::to_string(bytes)})};
}

Error malformed_trailer() {
  return {&k_malformed_trailer,
          "The request contained trailing data that was not well-formed or did not conform to our published schema.", nullptr};
}

Error missing_content_length() {
  return {&k_missing_content_length, "You must provide the Content-Length HTTP header.", nullptr};
}

Error invalid_payload(std::string message) { return {&k_invalid_request, std::move(message), nullptr}; }

}  // namespace winterbaume::aws::errors
