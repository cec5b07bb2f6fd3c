#include "http/testing/tls_client.h"

#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/assert.h"

namespace winterbaume::http::testing {
namespace {

struct File {
  explicit File(const std::filesystem::path& path) : handle(std::fopen(path.c_str(), "w")) { WB_ASSERT(handle != nullptr); }
  ~File() { std::fclose(handle); }
  FILE* handle;
};

std::unique_ptr<X509, void (*)(X509*)> self_signed(EVP_PKEY* key) {
  std::unique_ptr<X509, void (*)(X509*)> made(X509_new(), X509_free);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key);
  auto* name = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  WB_ASSERT(X509_sign(made.get(), key, EVP_sha256()) > 0);
  return made;
}

int connect_to(std::uint16_t port) {
  int made = ::socket(AF_INET, SOCK_STREAM, 0);
  timeval limit{.tv_sec = 20, .tv_usec = 0};
  setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  WB_ASSERT(::connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  return made;
}

}  // namespace

TestCertificate::TestCertificate() {
  std::string name = (std::filesystem::temp_directory_path() / "wb-tls-XXXXXX").string();
  WB_ASSERT(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  PEM_write_X509(File(files().certificate).handle, self_signed(key.get()).get());
  PEM_write_PrivateKey(File(files().key).handle, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

TestCertificate::~TestCertificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

TlsClient::TlsClient(std::uint16_t port, int version)
    : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), ssl_(nullptr, SSL_free), socket_(connect_to(port)) {
  SSL_CTX_set_max_proto_version(context_.get(), version);
  SSL_CTX_set_security_level(context_.get(), 0);  // so that an old version is offered at all
  ssl_.reset(SSL_new(context_.get()));
  static constexpr unsigned char k_offered[] = "\x02h2\x08http/1.1";
  SSL_set_alpn_protos(ssl_.get(), k_offered, sizeof k_offered - 1);
  SSL_set_fd(ssl_.get(), socket_);
  connected_ = SSL_connect(ssl_.get()) == 1;
}

TlsClient::~TlsClient() { ::close(socket_); }

std::string TlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

void TlsClient::send(std::string_view bytes) {
  std::size_t written = 0;
  WB_ASSERT(SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written) == 1);
}

std::string TlsClient::read(std::size_t bytes) {
  std::string all(bytes, '\0');
  std::size_t at = 0;
  std::size_t got = 0;
  while (at < bytes && SSL_read_ex(ssl_.get(), all.data() + at, bytes - at, &got) == 1) at += got;
  all.resize(at);
  return all;
}

bool TlsClient::closed_cleanly() {
  char byte;
  std::size_t got = 0;
  return SSL_read_ex(ssl_.get(), &byte, 1, &got) == 0 && SSL_get_error(ssl_.get(), 0) == SSL_ERROR_ZERO_RETURN;
}

}  // namespace winterbaume::http::testing
