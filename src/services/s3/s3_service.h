// Amazon S3 over the door, in REST-XML: path style and virtual-host style, websites, forms, presigned requests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "aws/service.h"
#include "services/s3/background.h"
#include "services/s3/directory/directory_sessions.h"
#include "services/s3/events/event_queues.h"
#include "services/s3/s3_backend.h"
#include "services/s3/s3_door.h"
#include "storage/state_store.h"
#include "storage/vfs.h"

namespace winterbaume::s3 {

// Thread-safe, like its backend. Buckets and objects live in the backend alone.
class S3Service final : public aws::Service {
 public:
  explicit S3Service(std::shared_ptr<S3Backend> backend);  // never null
  // Everything in memory, gone with the service.
  static std::unique_ptr<S3Service> make();
  static std::unique_ptr<S3Service> with_backend(std::shared_ptr<S3Backend> backend);
  // Records in `store`, bytes in `vfs`.
  static std::unique_ptr<S3Service> with_storage(std::shared_ptr<StateStore> store, std::shared_ptr<Vfs> vfs);

  // Where notifications are delivered; before the first request. emulator/s3_event_queues.h has those of the emulator's SQS.
  void set_event_queues(std::shared_ptr<EventQueues> queues) {
    event_queues_ = std::move(queues);
    door_.queues = event_queues_.get();
  }
  // What goes on without a request: its clock and its settings, before the first request; what was sent to topics and functions.
  Background& background() { return background_; }

  // Whom grants of ACLs may name; before the first request. Null: any well-formed canonical id.
  void set_accounts(std::shared_ptr<const KnownAccounts> accounts) { door_.accounts = std::move(accounts); }
  // With `--auth verify`: the keys that sign the policies of POST forms; before the first request.
  void set_form_keys(std::shared_ptr<const aws::AccessKeyStore> keys) { door_.form_keys = std::move(keys); }

  // Before the first request.
  void set_bucket_defaults(BucketDefaults defaults) { door_.bucket_defaults = defaults; }

  // What its handlers work with: for other services of the emulator that use S3 (emulator/dynamodb_objects.h).
  S3Door& door() { return door_; }

  // The temporary keys that CreateSession gave out, for whoever checks signatures.
  std::shared_ptr<const aws::AccessKeyStore> session_keys() const { return sessions_; }

  // Hosts of which buckets are sub-domains, beside those that have a label of S3's own; before the first request.
  void set_domains(std::vector<std::string> domains) { domains_ = std::move(domains); }

  const aws::ServiceSchema& schema() const override;
  aws::Claim claim(const http::Request& request) const override;
  bool has_signing_alias(std::string_view signing_name) const override;
  asio::awaitable<std::optional<std::string>> inspect(std::string target) override;
  asio::awaitable<http::Response> handle(const aws::RequestContext& context, http::Request request) override;
  asio::awaitable<void> reset() override;
  asio::awaitable<void> run_background(std::stop_token stop) override;

 private:
  std::shared_ptr<S3Backend> backend_;
  std::shared_ptr<EventQueues> event_queues_;
  Background background_;
  std::shared_ptr<DirectorySessions> sessions_ = std::make_shared<DirectorySessions>();
  S3Door door_;
  std::vector<std::string> domains_{"localhost"};
};

}  // namespace winterbaume::s3
