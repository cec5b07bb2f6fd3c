// Which service a request is for. Tried in this order, the most exact first: X-Amz-Target, the signature's scope, what a service
// claims as its own, the host, the Action of a query request, and at last what a service takes if nobody else does (S3's
// anonymous requests say nothing of their service).
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "aws/service.h"
#include "http/request.h"

namespace winterbaume {

class Router {
 public:
  void add(aws::Service* service) { services_.push_back(service); }
  // `signing_name` is the service of the credential scope, empty for an unsigned request. Null where nothing in the request
  // names a service that is here. Looks into a body only if it is in memory.
  aws::Service* find(const http::Request& request, std::string_view signing_name) const;
  // Whether find() would have to look for an Action into a form that is still to come: nothing in the head says whose it is.
  bool needs_form(const http::Request& request) const;

 private:
  aws::Service* by_target(std::string_view target) const;
  aws::Service* by_signing_name(std::string_view signing_name) const;
  aws::Service* by_claim(const http::Request& request, aws::Claim least) const;
  aws::Service* by_host(std::string_view host) const;
  aws::Service* by_action(const http::Request& request) const;

  std::vector<aws::Service*> services_;
};

}  // namespace winterbaume
