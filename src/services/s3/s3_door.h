// What S3's handlers work with: the storage door, and the few things of the service around it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/access_key.h"
#include "aws/request_context.h"
#include "services/s3/s3_backend.h"

namespace winterbaume::s3 {

class Background;         // background.h
class DirectorySessions;  // directory_sessions.h
class EventQueues;        // events/event_queues.h
class KnownAccounts;      // acl/known_accounts.h

// What a new bucket is like where its maker says nothing ("Default settings for new S3 buckets FAQ").
enum class BucketDefaults : std::uint8_t {
  current,      // since April 2023: its owner owns every object, ACLs are off, public access is blocked
  before_2023,  // ACLs decide, each writer owns what it wrote, nothing is blocked
};

struct S3Door {
  S3Backend& backend;
  EventQueues* queues = nullptr;     // where notifications go; null: they are dropped
  Background* background = nullptr;  // what goes on without a request; null: nothing does
  std::string default_region = "us-east-1";
  Millis restore_delay{0};                                         // how long RestoreObject takes
  std::shared_ptr<const aws::AccessKeyStore> form_keys = nullptr;  // who may sign POST policies; null: nothing is verified
  std::shared_ptr<const KnownAccounts> accounts = nullptr;         // whom grants may name; null: any canonical id
  BucketDefaults bucket_defaults = BucketDefaults::current;
  DirectorySessions* sessions = nullptr;  // the credentials that CreateSession gives; never null in a handler
};

template <class Operation>
using Answer = asio::awaitable<Result<typename Operation::Output>>;

// The account that the caller acts for, as an owner of what it makes.
AccountOwner owner_of(const aws::RequestContext& context);

// The bucket, if it is there and, where `expected_owner` is given, owned by that account (else AccessDenied).
asio::awaitable<Result<BucketPtr>> get_bucket(const S3Door& door, std::optional<std::string> name,
                                              std::optional<std::string> expected_owner);

}  // namespace winterbaume::s3
