// The body of a form as it comes: its fields, held, then its file, which streams.
#pragma once

#include <memory>
#include <string>

#include "aws/error.h"
#include "http/body.h"
#include "services/s3/web/form_data.h"

namespace winterbaume::s3 {

namespace asio = boost::asio;

// How large the file may be: a policy's content-length-range, both ends included.
struct FileSizes {
  std::uint64_t min = 0;
  std::uint64_t max = ~std::uint64_t{0};
};

// Reads a form once, from front to back.
class FormStream {
 public:
  FormStream(http::Body body, std::string boundary) : body_(std::move(body)), boundary_(std::move(boundary)) {}

  // Everything up to the file's first byte. Errors: MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument where
  // there is no file. Throws BodyBroken.
  asio::awaitable<aws::Result<FormHead>> read_head();

  // The file, once read_head() gave a head; it takes over what this object has. Reading it throws BodyRejected with
  // EntityTooLarge, EntityTooSmall or MalformedPOSTRequest: the first two once the whole file was seen, so that they can tell its
  // size. What follows the file in the form is read and ignored.
  static http::Body file(FormStream stream, FileSizes sizes);

 private:
  friend class FormFileSource;
  // Appends what comes next to pending_; false at the end of the body.
  asio::awaitable<bool> read_more();

  http::Body body_;
  std::string boundary_;
  std::string pending_;  // read, and not given yet
  bool ended_ = false;
};

}  // namespace winterbaume::s3
