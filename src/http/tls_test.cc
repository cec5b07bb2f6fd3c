#include "http/tls.h"

#include <gtest/gtest.h>

#include <fstream>

#include "http/testing/test_server.h"
#include "http/testing/tls_client.h"

namespace winterbaume::http {
namespace {

using testing::pattern;
using testing::request;
using testing::TestCertificate;
using testing::TestServer;
using testing::TlsClient;

ServerOptions with(const TestCertificate& certificate) {
  ServerOptions options;
  options.tls = certificate.files();
  return options;
}

// Reads one answer of a body that is `body`, and says whether it was.
bool answered(TlsClient& client, std::string_view body) {
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    auto byte = client.read(1);
    if (byte.empty()) return false;
    head += byte;
  }
  return head.starts_with("HTTP/1.1 200 OK\r\n") && client.read(body.size()) == body;
}

TEST(Tls, ServesOverTls13And12) {
  TestCertificate certificate;
  TestServer server(with(certificate));
  EXPECT_TRUE(server.server().url().starts_with("https://"));
  for (int version : {TLS1_3_VERSION, TLS1_2_VERSION}) {
    TlsClient client(server.port(), version);
    ASSERT_TRUE(client.connected());
    EXPECT_EQ(client.protocol(), "http/1.1");
    client.send(request("GET", "/a"));
    EXPECT_TRUE(answered(client, "GET /a secure"));
    client.send(request("PUT", "/echo", "", pattern(200'000)));
    EXPECT_TRUE(answered(client, pattern(200'000)));
    client.send(request("GET", "/file?500000"));
    EXPECT_TRUE(answered(client, pattern(500'000)));
    client.send(request("GET", "/sized?500000", "Connection: close\r\n"));
    EXPECT_TRUE(answered(client, pattern(500'000)));
    EXPECT_TRUE(client.closed_cleanly());
  }
}

TEST(Tls, RefusesTls11) {
  TestCertificate certificate;
  TestServer server(with(certificate));
  EXPECT_FALSE(TlsClient(server.port(), TLS1_1_VERSION).connected());
  EXPECT_TRUE(TlsClient(server.port()).connected());
}

TEST(Tls, PlainTextToItIsNoHarm) {
  TestCertificate certificate;
  TestServer server(with(certificate));
  auto plain = server.connect();
  plain.send(request("GET", "/"));
  plain.read_answer();  // at most an alert
  EXPECT_TRUE(TlsClient(server.port()).connected());
}

TEST(Tls, AHandshakeThatStopsIsCut) {
  TestCertificate certificate;
  auto options = with(certificate);
  options.timeouts.head = std::chrono::milliseconds(20);
  TestServer server(options);
  auto silent = server.connect();
  EXPECT_TRUE(silent.at_end());
}

TEST(Tls, IdleConnectionsCloseOnStop) {
  TestCertificate certificate;
  TestServer server(with(certificate));
  TlsClient client(server.port());
  client.send(request("GET", "/a"));
  EXPECT_TRUE(answered(client, "GET /a secure"));
  server.stop();
  server.join();
}

TEST(Tls, AWaitingHandlerIsToldOfAHangUp) {
  TestCertificate certificate;
  TestServer server(with(certificate));
  {
    TlsClient client(server.port());
    client.send(request("GET", "/wait"));
    server.await_waiting(1);
  }
  server.await_told(1);
}

// What the error of a server with these files says.
std::string complaint(const TlsFiles& files) {
  try {
    TlsContext context(files);
  } catch (const ServerError& error) {
    return error.what();
  }
  return "";
}

TEST(Tls, FilesThatDoNotServeAreNamed) {
  TestCertificate certificate;
  TestCertificate other;
  auto good = certificate.files();
  EXPECT_EQ(complaint(good), "");
  EXPECT_TRUE(complaint({"/no/such.pem", good.key}).starts_with("--tls-cert /no/such.pem: "));
  EXPECT_TRUE(complaint({good.certificate, "/no/such.pem"}).starts_with("--tls-key /no/such.pem: "));
  EXPECT_TRUE(complaint({good.certificate, other.files().key}).starts_with("--tls-key " + other.files().key + ": "));
  auto empty = (certificate.folder() / "empty.pem").string();
  std::ofstream(empty) << "";
  EXPECT_NE(complaint({empty, good.key}), "");
}

}  // namespace
}  // namespace winterbaume::http
