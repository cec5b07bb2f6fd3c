// A throw-away certificate, and a client that speaks TLS to it.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "http/options.h"

namespace winterbaume::http::testing {

// Self-signed, for the name `localhost`, with an EC key; the files go with it.
class TestCertificate {
 public:
  TestCertificate();
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;
  TlsFiles files() const { return {(folder_ / "cert.pem").string(), (folder_ / "key.pem").string()}; }
  std::filesystem::path folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

class TlsClient {
 public:
  // At most TLS `version` (TLS1_2_VERSION, …). connected() is false when the handshake fails.
  explicit TlsClient(std::uint16_t port, int version = TLS1_3_VERSION);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool connected() const { return connected_; }
  std::string protocol() const;  // chosen by ALPN
  void send(std::string_view bytes);
  // What comes until `bytes` bytes are there or the server closes.
  std::string read(std::size_t bytes);
  bool closed_cleanly();  // by a close_notify

 private:
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
  int socket_;
  bool connected_ = false;
};

}  // namespace winterbaume::http::testing
