// Where a website sends a browser on to: its configuration's redirects. Pure rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "generated/s3/types.h"

namespace winterbaume::s3 {

// What a browser asked of a website.
struct WebsiteVisit {
  std::string protocol;  // "http" or "https": how it came
  std::string host;      // as it came
  std::string path;      // "/docs/a%20b", as sent
  std::string query;     // as sent, without '?'
  std::string key;       // the path, decoded, without its first slash
};

struct WebsiteRedirect {
  int status = 301;
  std::string location;
};

// RedirectAllRequestsTo.
WebsiteRedirect redirect_all(const RedirectAllRequestsTo& to, const WebsiteVisit& visit);

// The first routing rule whose condition holds; `status` is what the answer would have without it.
std::optional<WebsiteRedirect> find_redirect(const WebsiteConfiguration& website, const WebsiteVisit& visit, int status);

// The key of the page to give: of a folder ("docs/") its index document.
std::string page_key(const WebsiteConfiguration& website, std::string_view key);

}  // namespace winterbaume::s3
