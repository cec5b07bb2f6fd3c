#include "server/wiring.h"

#include "aws/canonical_user.h"
#include "emulator/dynamodb_objects.h"
#include "emulator/s3_event_queues.h"
#include "server/blobs.h"
#include "services/dynamodb/dynamodb_service.h"
#include "services/dynamodb/streams/dynamodb_streams_service.h"
#include "services/s3/acl/known_accounts.h"
#include "services/s3/s3_service.h"
#include "services/sqs/memory/in_memory_sqs_backend.h"
#include "services/sqs/sqs_service.h"
#include "services/sts/sts_service.h"
#include "storage/memory_state_store.h"

namespace winterbaume::server {

namespace {

// The users' accounts, each as S3 knows it.
std::shared_ptr<const s3::KnownAccounts> accounts_of(const std::vector<aws::AccessKey>& users, const aws::AccessKeyStore& keys) {
  std::vector<s3::KnownAccount> accounts;
  for (const auto& user : users) {
    auto id = user.canonical_id;
    const auto account = keys.find_key_of_account(user.account_id);
    if (id.empty() && account) id = account->canonical_id;
    if (id.empty()) id = aws::canonical_user_id_of(user.account_id);
    accounts.push_back({user.account_id, std::move(id), user.display_name, user.email});
  }
  return std::make_shared<const s3::KnownAccounts>(std::move(accounts));
}

}  // namespace

std::unique_ptr<Emulator> make_emulator(const Config& config, Log& log) {
  auto users = std::make_shared<aws::FixedAccessKeys>(config.users);
  auto sts = sts::StsService::make(users);
  auto builder = Emulator::builder();
  auto s3 = s3::S3Service::with_storage(std::make_shared<MemoryStateStore>(), make_vfs(config));
  if (config.auth == AuthMode::verify) {
    auto keys = std::make_shared<aws::ChainedAccessKeys>(
        std::vector<std::shared_ptr<const aws::AccessKeyStore>>{users, sts->access_keys(), s3->session_keys()});
    s3->set_form_keys(keys);
    s3->set_accounts(accounts_of(config.users, *users));
    builder.with_authentication(Authentication(std::move(keys)));
  }
  builder.with_default_scope({config.account_id, config.region});
  builder.with_failure_log([&log](std::string_view request_id, std::string_view what) { log.failure(request_id, what); });
  auto queues = std::make_shared<sqs::InMemorySqsBackend>();
  s3->set_event_queues(make_s3_event_queues(queues));
  s3->set_domains(config.s3_domains);
  if (config.s3_new_buckets_with_acls) s3->set_bucket_defaults(s3::BucketDefaults::before_2023);
  s3->background().set_lifecycle({config.s3_lifecycle_day, config.s3_lifecycle_interval});
  builder.with_service(sqs::SqsService::with_backend(std::move(queues)));
  builder.with_service(std::move(sts));
  auto objects = make_dynamodb_objects(s3->door());
  builder.with_service(std::move(s3));
  auto dynamodb = dynamodb::DynamoDbService::make();
  dynamodb->set_objects(std::move(objects));
  dynamodb->set_transitions({.table_delay = config.dynamodb_transition_delay, .index_delay = config.dynamodb_transition_delay});
  dynamodb->set_throttling(config.dynamodb_throttle);
  auto streams = std::make_unique<dynamodb::DynamoDbStreamsService>(dynamodb->backend());
  builder.with_service(std::move(dynamodb));
  builder.with_service(std::move(streams));
  return builder.build();
}

http::ServerOptions make_server_options(const Config& config, Log& log) {
  http::ServerOptions options;
  options.host = config.host;
  options.port = config.port;
  options.threads = config.threads;
  options.limits.body_bytes = config.max_body_bytes;
  options.timeouts.idle = config.idle_timeout;
  options.timeouts.grace = config.shutdown_grace;
  if (!config.tls_cert.empty()) options.tls = http::TlsFiles{config.tls_cert, config.tls_key};
  options.access = log.access_sink();
  options.log_error = [&log](std::string_view what) { log.error(what); };
  return options;
}

}  // namespace winterbaume::server
