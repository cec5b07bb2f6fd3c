// AWS Security Token Service: who a caller is, and temporary credentials.
#pragma once

#include <memory>

#include "aws/access_key.h"
#include "aws/service.h"

namespace winterbaume::sts {

class IdentityStore;

// Thread-safe. Issued credentials live in memory until they end; the account of an issued key stands in its id.
class StsService final : public aws::Service {
 public:
  // `users`: long-term keys whose owners the service is to know; null: none.
  explicit StsService(std::shared_ptr<const aws::AccessKeyStore> users);
  static std::unique_ptr<StsService> make(std::shared_ptr<const aws::AccessKeyStore> users = nullptr);

  // The temporary keys that it has issued, for whoever checks signatures. Outlives the service.
  std::shared_ptr<const aws::AccessKeyStore> access_keys() const;

  const aws::ServiceSchema& schema() const override;
  aws::asio::awaitable<http::Response> handle(const aws::RequestContext& context, http::Request request) override;
  aws::asio::awaitable<void> reset() override;

 private:
  std::shared_ptr<IdentityStore> store_;
};

}  // namespace winterbaume::sts
