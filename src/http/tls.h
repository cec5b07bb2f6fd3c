// TLS settings of a server: certificate, key, TLS 1.2 or newer, ALPN http/1.1. Made only when configured.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include "http/options.h"

namespace winterbaume::http {

class TlsContext {
 public:
  // Throws ServerError when a file cannot be read, or the key is not the certificate's.
  explicit TlsContext(const TlsFiles& files);
  asio::ssl::context& context() { return context_; }

 private:
  asio::ssl::context context_;
};

}  // namespace winterbaume::http
