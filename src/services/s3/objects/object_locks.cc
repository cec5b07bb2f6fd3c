#include "services/s3/objects/object_locks.h"

#include "services/s3/access/authorize.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

constexpr std::int32_t k_days_max = 36'500;
constexpr std::int32_t k_years_max = 100;

struct LockPeriod {
  std::int32_t days = 0;
  std::int32_t years = 0;
  std::chrono::days length() const { return std::chrono::days(days) + std::chrono::days(365) * years; }
};

bool in_compliance(const ObjectLock& lock) { return lock.mode == "COMPLIANCE"; }
bool retained(const ObjectLock& lock, TimePoint now) { return !lock.mode.empty() && lock.retain_until > now; }
bool event_held(const ObjectLock& lock) { return lock.event_hold == "ON"; }

aws::Error protected_by_lock() {
  return error(ErrorCode::access_denied, "Access Denied because object protected by object lock.");
}

aws::Error date_past(std::string argument) {
  return error(ErrorCode::invalid_argument, "The retain until date must be in the future!",
               {.argument_name = std::move(argument)});
}

// One of days and years, within AWS's bounds (Amazon S3 API Reference, EventHoldDuration).
Result<LockPeriod> event_hold_period(std::optional<std::int32_t> days, std::optional<std::int32_t> years) {
  if (days && years) return aws::fail(error(ErrorCode::malformed_xml));
  const bool wrong = (days && (*days < 1 || *days > k_days_max)) || (years && (*years < 1 || *years > k_years_max));
  if (wrong) {
    return aws::fail(error(ErrorCode::invalid_argument, "The event hold duration must be 1 to 36500 days or 1 to 100 years."));
  }
  return LockPeriod{days.value_or(0), years.value_or(0)};
}

void set_event_hold(ObjectLock& lock, const LockPeriod& period) {
  lock.event_hold = "ON";
  lock.event_hold_days = period.days;
  lock.event_hold_years = period.years;
}

void apply_default(ObjectLock& lock, const DefaultRetention& retention, TimePoint now) {
  lock.mode = retention.mode.value_or("");
  if (retention.days || retention.years) {
    lock.retain_until = now + LockPeriod{retention.days.value_or(0), retention.years.value_or(0)}.length();
  }
  const auto& hold = retention.default_event_hold;
  if (hold) set_event_hold(lock, {hold->days.value_or(0), hold->years.value_or(0)});
}

// Of an upload's headers.
Result<ObjectLock> sent_retention(const SentLock& sent, TimePoint now) {
  ObjectLock lock;
  if (sent.mode.has_value() != sent.retain_until.has_value() && sent.event_hold != "ON") {
    return aws::fail(error(ErrorCode::invalid_request,
                           "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied"));
  }
  if (sent.retain_until && *sent.retain_until <= now) return aws::fail(date_past("x-amz-object-lock-retain-until-date"));
  lock.mode = sent.mode.value_or("");
  lock.retain_until = sent.retain_until.value_or(TimePoint{});
  if (sent.event_hold == "ON") {
    auto period = event_hold_period(sent.event_hold_days, sent.event_hold_years);
    if (!period) return aws::fail(std::move(period.error()));
    if (lock.mode.empty() || (!sent.event_hold_days && !sent.event_hold_years)) {
      return aws::fail(
          error(ErrorCode::invalid_request, "An event hold must be supplied with x-amz-object-lock-mode and a duration"));
    }
    set_event_hold(lock, *period);
  }
  return lock;
}

std::optional<aws::Error> check_period(std::optional<std::int32_t> count, std::int32_t max) {
  if (!count) return std::nullopt;
  if (*count <= 0) {
    return error(ErrorCode::invalid_retention_period, "Default retention period must be a positive integer value.");
  }
  if (*count > max) return error(ErrorCode::invalid_retention_period, "Default retention period is too large.");
  return std::nullopt;
}

// Governance gives way to whoever may bypass it, compliance to nobody.
bool weaker(const ObjectLock& kept, const ObjectLock& wanted) {
  return wanted.mode != kept.mode || wanted.retain_until < kept.retain_until;
}

}  // namespace

aws::Error missing_lock_configuration() {
  return error(ErrorCode::invalid_request, "Bucket is missing Object Lock Configuration");
}

asio::awaitable<Result<ObjectLock>> find_default_lock(S3Door& door, BucketPtr bucket, TimePoint now) {
  auto found = co_await find_config<ObjectLockConfiguration>(door, bucket);
  if (!found) co_return aws::fail(std::move(found.error()));
  ObjectLock lock;
  const bool any = *found && (*found)->rule && (*found)->rule->default_retention;
  if (any) apply_default(lock, *(*found)->rule->default_retention, now);
  co_return lock;
}

asio::awaitable<Result<ObjectLock>> plan_lock(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, SentLock sent) {
  const bool retention_sent = sent.mode || sent.retain_until || sent.event_hold;
  if (!bucket->object_lock) {
    if (retention_sent || sent.legal_hold) co_return aws::fail(missing_lock_configuration());
    co_return ObjectLock{};
  }
  auto lock = sent_retention(sent, context.now);
  if (!lock) co_return lock;
  if (!retention_sent) {
    lock = co_await find_default_lock(door, bucket, context.now);
    if (!lock) co_return lock;
  }
  lock->legal_hold = sent.legal_hold == "ON";
  lock->legal_hold_put = sent.legal_hold.has_value();
  co_return lock;
}

std::optional<aws::Error> check_unlocked(const ObjectLock& lock, TimePoint now, bool bypass) {
  if (lock.legal_hold) return protected_by_lock();
  if (!retained(lock, now) && !event_held(lock)) return std::nullopt;
  if (bypass && !in_compliance(lock)) return std::nullopt;
  return protected_by_lock();
}

asio::awaitable<bool> may_bypass_governance(const aws::RequestContext& context, S3Door& door, BucketPtr bucket, std::string key,
                                            std::optional<std::string> version_id, TextPairs conditions) {
  auto allowed = co_await authorize(context, door,
                                    {.action = "s3:BypassGovernanceRetention",
                                     .bucket = std::move(bucket),
                                     .key = std::move(key),
                                     .version_id = std::move(version_id),
                                     .conditions = std::move(conditions)});
  co_return allowed.has_value();
}

Result<ObjectLock> change_retention(const ObjectLock& kept, const ObjectLockRetention& wanted, TimePoint now, bool bypass) {
  ObjectLock changed = kept;
  changed.mode = wanted.mode.value_or("");
  changed.retain_until = wanted.retain_until_date.value_or(TimePoint{});
  if (!wanted.event_hold && wanted.mode.has_value() != wanted.retain_until_date.has_value()) {
    return aws::fail(error(ErrorCode::malformed_xml));
  }
  if (wanted.retain_until_date && *wanted.retain_until_date <= now) return aws::fail(date_past("RetainUntilDate"));
  if (wanted.event_hold) {
    // Of a hold alone the retention stays as it is.
    if (!wanted.mode) changed.mode = kept.mode;
    if (!wanted.retain_until_date) changed.retain_until = kept.retain_until;
    std::optional<std::int32_t> days, years;
    if (wanted.event_hold_duration) days = wanted.event_hold_duration->days, years = wanted.event_hold_duration->years;
    auto period = event_hold_period(days, years);
    if (!period) return aws::fail(std::move(period.error()));
    if (!days && !years) *period = {kept.event_hold_days, kept.event_hold_years};
    if (wanted.event_hold == "ON") {
      if (changed.mode.empty() || period->length().count() == 0) return aws::fail(error(ErrorCode::malformed_xml));
      set_event_hold(changed, *period);
    } else if (event_held(kept)) {
      // Released: retained from now on for the duration.
      changed.event_hold = "OFF";
      changed.retain_until = std::max(changed.retain_until, TimePoint(now + period->length()));
    }
  }
  const bool shortened_hold = event_held(kept) && event_held(changed) &&
                              LockPeriod{changed.event_hold_days, changed.event_hold_years}.length() <
                                  LockPeriod{kept.event_hold_days, kept.event_hold_years}.length();
  const bool weakened =
      (retained(kept, now) && weaker(kept, changed)) || (event_held(kept) && changed.mode != kept.mode) || shortened_hold;
  if (weakened && (in_compliance(kept) || !bypass)) return aws::fail(protected_by_lock());
  return changed;
}

std::optional<aws::Error> check_lock_configuration(const ObjectLockConfiguration& configuration) {
  if (!configuration.object_lock_enabled) return error(ErrorCode::malformed_xml);
  if (!configuration.rule) return std::nullopt;
  if (!configuration.rule->default_retention) return error(ErrorCode::malformed_xml);
  const auto& retention = *configuration.rule->default_retention;
  const bool period = retention.days || retention.years;
  if ((retention.days && retention.years) || !retention.mode) return error(ErrorCode::malformed_xml);
  if (!period && !retention.default_event_hold) return error(ErrorCode::malformed_xml);
  if (auto wrong = check_period(retention.days, k_days_max)) return wrong;
  if (auto wrong = check_period(retention.years, k_years_max)) return wrong;
  if (!retention.default_event_hold) return std::nullopt;
  const auto& hold = *retention.default_event_hold;
  if (hold.days.has_value() == hold.years.has_value()) return error(ErrorCode::malformed_xml);
  if (auto wrong = check_period(hold.days, k_days_max)) return wrong;
  return check_period(hold.years, k_years_max);
}

}  // namespace winterbaume::s3
