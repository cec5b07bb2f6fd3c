// Amazon S3 User Guide, "Restoring an archived object". A copy is ready after the door's restore_delay: at once, unless the
// server is told to take its time.
#include "services/s3/background.h"
#include "services/s3/events/announce.h"
#include "services/s3/objects/object_answer.h"
#include "services/s3/objects/object_keys.h"
#include "services/s3/operations/operations.h"
#include "services/s3/s3_errors.h"

namespace winterbaume::s3 {
namespace {

using std::chrono::days;

struct RestorePlan {
  std::int32_t days = 0;
  std::string tier = "Standard";
  std::chrono::seconds day = std::chrono::days(1);
};

int speed_of(std::string_view tier) { return tier == "Expedited" ? 2 : tier == "Standard" ? 1 : 0; }

Result<RestorePlan> plan_restore(const RestoreRequest& request) {
  // S3 Select is closed to those who did not use it before July 2024.
  if (request.type || request.select_parameters || request.output_location) {
    return aws::fail(error(ErrorCode::method_not_allowed));
  }
  if (!request.days) return aws::fail(error(ErrorCode::malformed_xml));
  if (*request.days < 1) {
    return aws::fail(invalid_argument("restoration days should be at least 1", "Days", std::to_string(*request.days)));
  }
  RestorePlan plan{.days = *request.days};
  if (request.glacier_job_parameters && request.glacier_job_parameters->tier) plan.tier = *request.glacier_job_parameters->tier;
  if (request.tier) plan.tier = *request.tier;
  if (plan.tier != "Standard" && plan.tier != "Bulk" && plan.tier != "Expedited") {
    return aws::fail(error(ErrorCode::malformed_xml));
  }
  return plan;
}

// The copy goes at the midnight (UTC) that follows its last day; where days are shortened, when they are over.
TimePoint expiry_of(const RestorePlan& plan, TimePoint ready) {
  if (plan.day != days(1)) return ready + plan.days * plan.day;
  return std::chrono::floor<days>(ready + days(plan.days)) + days(1);
}

std::optional<aws::Error> check_restorable(const ObjectRecord& record, const RestorePlan& plan) {
  if (record.storage_class == "INTELLIGENT_TIERING") {
    return errors::object_already_in_active_tier_error("This action is not allowed against this storage tier.");
  }
  if (!is_archived(record)) {
    const auto shown = record.storage_class.empty() ? std::string("STANDARD") : record.storage_class;
    return errors::invalid_object_state("Restore is not allowed for the object's current storage class",
                                        InvalidObjectState{.storage_class = shown});
  }
  if (record.storage_class == "DEEP_ARCHIVE" && plan.tier == "Expedited") {
    return invalid_argument("Retrieval option is not supported by this storage class", "Tier", plan.tier);
  }
  return std::nullopt;
}

// Whether there was a copy already, whose time is set anew. Errors: RestoreAlreadyInProgress, but for a faster tier.
Result<bool> restore(ObjectRecord& record, const RestorePlan& plan, TimePoint now, Millis delay) {
  const auto ready = now + delay;
  auto& kept = record.restore;
  if (kept && now < kept->ready) {
    if (speed_of(plan.tier) <= speed_of(kept->tier)) return aws::fail(error(ErrorCode::restore_already_in_progress));
    kept->ready = std::min(kept->ready, ready);
    kept->tier = plan.tier;
    kept->announced = kept->ready <= now;
    return false;
  }
  if (kept && now < kept->expires) {
    kept->expires = expiry_of(plan, now);
    return true;
  }
  kept = ObjectRestore{.ready = ready, .expires = expiry_of(plan, ready), .tier = plan.tier, .announced = ready <= now};
  return false;
}

}  // namespace

Answer<ops::RestoreObject> restore_object(const aws::RequestContext& context, S3Door& door, RestoreObjectRequest input) {
  if (auto refusal = check_key(*input.key)) co_return aws::fail(std::move(*refusal));
  auto bucket = co_await get_bucket(door, input.bucket, std::move(input.expected_bucket_owner));
  if (!bucket) co_return aws::fail(std::move(bucket.error()));
  if ((*bucket)->directory) co_return aws::fail(error(ErrorCode::method_not_allowed));
  if (!input.restore_request) co_return aws::fail(error(ErrorCode::missing_request_body));
  auto plan = plan_restore(*input.restore_request);
  if (!plan) co_return aws::fail(std::move(plan.error()));
  if (door.background != nullptr) plan->day = door.background->lifecycle().day;
  while (true) {
    auto found = co_await find_readable(door, *input.bucket, *input.key, input.version_id);
    if (!found) co_return aws::fail(std::move(found.error()));
    if (auto refusal = check_restorable(found->record, *plan)) co_return aws::fail(std::move(*refusal));
    const auto again = restore(found->record, *plan, context.now, door.restore_delay);
    if (!again) co_return aws::fail(again.error());
    auto updated = co_await door.backend.update_object(*input.bucket, *found);
    if (!updated) co_return aws::fail(std::move(updated.error()));
    if (!*updated) continue;
    const bool ready = found->record.restore->announced;
    co_await announce(context, door, *bucket, {"s3:ObjectRestore:Post", *found});
    if (ready && !*again) co_await announce(context, door, *bucket, {"s3:ObjectRestore:Completed", std::move(*found)});
    if (*again) co_return RestoreObjectOutput{};
    co_return aws::fail(error(ErrorCode::accepted));
  }
}

}  // namespace winterbaume::s3
