#include "services/s3/directory/directory_listing.h"

#include "aws/sigv4.h"

namespace winterbaume::s3 {

void name_directory_listing(http::Request& request) {
  if (request.method != http::Method::get || request.path() != "/") return;
  if (request.query().find("x-id=") != std::string_view::npos) return;
  const bool sent_to = request.headers.get_or("Host").starts_with("s3express-control.");
  if (!sent_to && aws::find_credential(request).service != "s3express") return;
  request.target += request.query().empty() ? "?x-id=ListDirectoryBuckets" : "&x-id=ListDirectoryBuckets";
}

}  // namespace winterbaume::s3
