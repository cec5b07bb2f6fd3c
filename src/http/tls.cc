#include "http/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <boost/asio/ssl/impl/src.hpp>  // Asio's TLS, compiled once, here

namespace winterbaume::http {
namespace {

constexpr unsigned char k_http_1_1[] = "\x08http/1.1";

// RFC 7301: http/1.1 where the client offers it; else no protocol is named, and HTTP/1.1 is spoken all the same.
int select_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered, unsigned int size,
                    void*) {
  unsigned char* chosen = nullptr;
  int found = SSL_select_next_proto(&chosen, out_size, k_http_1_1, sizeof k_http_1_1 - 1, offered, size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

TlsContext::TlsContext(const TlsFiles& files) : context_(asio::ssl::context::tls_server) {
  boost::system::error_code error;
  SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
  // A thousand idle connections should not hold a thousand record buffers.
  SSL_CTX_set_mode(context_.native_handle(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context_.native_handle(), select_protocol, nullptr);
  context_.use_certificate_chain_file(files.certificate, error);
  if (error)
    throw ServerError(fmt::format("--tls-cert {}: no certificate can be read from it: {}", files.certificate, error.message()));
  context_.use_private_key_file(files.key, asio::ssl::context::pem, error);
  if (error)
    throw ServerError(fmt::format("--tls-key {}: no key of the certificate can be read from it: {}", files.key, error.message()));
  if (SSL_CTX_check_private_key(context_.native_handle()) != 1) {
    throw ServerError(fmt::format("--tls-key {}: the key does not belong to the certificate {}", files.key, files.certificate));
  }
}

}  // namespace winterbaume::http
