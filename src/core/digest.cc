#include "core/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>

#include "core/assert.h"

namespace winterbaume {
namespace {

const EVP_MD* fetched(const char* name) {
  const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
  WB_ASSERT(algorithm != nullptr);
  return algorithm;
}
const EVP_MD* md5_algorithm() {
  static const EVP_MD* const algorithm = fetched("MD5");
  return algorithm;
}
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = fetched("SHA2-256");
  return algorithm;
}

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextDeleter>;

// One context a thread and algorithm: EVP_DigestInit_ex2 with no algorithm starts it anew without a new allocation.
template <class Digest>
Digest digest_with(Context& context, const EVP_MD* algorithm, std::string_view bytes) {
  bool ok = true;
  if (!context) {
    context.reset(EVP_MD_CTX_new());
    ok = EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1;
  } else {
    ok = EVP_DigestInit_ex2(context.get(), nullptr, nullptr) == 1;
  }
  Digest out;
  unsigned size = 0;
  ok = ok && EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1;
  ok = ok && EVP_DigestFinal_ex(context.get(), out.data(), &size) == 1;
  WB_ASSERT(ok && size == out.size());
  return out;
}

}  // namespace

Md5 md5(std::string_view bytes) {
  thread_local Context context;
  return digest_with<Md5>(context, md5_algorithm(), bytes);
}

Sha256 sha256(std::string_view bytes) {
  thread_local Context context;
  return digest_with<Sha256>(context, sha256_algorithm(), bytes);
}

Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
  Sha256 out;
  unsigned size = 0;
  auto* made = HMAC(sha256_algorithm(), key.data(), static_cast<int>(key.size()),
                    reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), out.data(), &size);
  WB_ASSERT(made != nullptr && size == out.size());
  return out;
}

namespace {

const EVP_MD* algorithm_of(DigestAlgorithm algorithm) {
  static const EVP_MD* const sha1_algorithm = fetched("SHA1");
  static const EVP_MD* const sha512_algorithm = fetched("SHA2-512");
  switch (algorithm) {
    case DigestAlgorithm::md5:
      return md5_algorithm();
    case DigestAlgorithm::sha1:
      return sha1_algorithm;
    case DigestAlgorithm::sha256:
      return sha256_algorithm();
    case DigestAlgorithm::sha512:
      return sha512_algorithm;
  }
  return nullptr;
}

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

DigestStream::DigestStream(DigestAlgorithm algorithm) : context_(EVP_MD_CTX_new()) {
  const bool ok = context_ != nullptr && EVP_DigestInit_ex2(as_context(context_), algorithm_of(algorithm), nullptr) == 1;
  WB_ASSERT(ok);
}
DigestStream::~DigestStream() { EVP_MD_CTX_free(as_context(context_)); }

void DigestStream::update(std::string_view bytes) {
  const bool ok = EVP_DigestUpdate(as_context(context_), bytes.data(), bytes.size()) == 1;
  WB_ASSERT(ok);
}

std::string DigestStream::finish() {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  const bool ok = EVP_DigestFinal_ex(as_context(context_), reinterpret_cast<unsigned char*>(out.data()), &size) == 1;
  WB_ASSERT(ok);
  out.resize(size);
  return out;
}

}  // namespace winterbaume
