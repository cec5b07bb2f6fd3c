// The XML document of every operation of S3 that takes one: whatever is read can be written, and reads back the same; and what
// the model lets pass is judged, whatever it says. The first byte picks the operation.
#include <cstdlib>
#include <string>
#include <string_view>

#include "aws/protocol/xml.h"
#include "aws/protocol/xml_writer.h"
#include "aws/validate.h"
#include "core/ids.h"
#include "generated/s3/operations.h"
#include "services/s3/configs/cors_configuration.h"
#include "services/s3/configs/lifecycle_configuration.h"
#include "services/s3/configs/notification_configuration.h"
#include "services/s3/configs/replication_configuration.h"
#include "services/s3/configs/website_configuration.h"
#include "services/s3/objects/object_locks.h"

namespace {

using namespace winterbaume;
using namespace winterbaume::s3;

template <class Input>
void judge(Input&) {}
void judge(PutBucketCorsRequest& input) { (void)check_cors(*input.cors_configuration); }
void judge(PutBucketWebsiteRequest& input) { (void)check_website(*input.website_configuration); }
void judge(PutBucketReplicationRequest& input) { (void)check_replication(*input.replication_configuration); }
void judge(PutBucketLifecycleConfigurationRequest& input) {
  if (input.lifecycle_configuration) (void)check_lifecycle(*input.lifecycle_configuration);
}
void judge(PutBucketNotificationConfigurationRequest& input) {
  SequentialIds ids;
  (void)prepare_notifications(*input.notification_configuration, {.name = "bucket", .region = "us-east-1"}, ids);
}
void judge(PutObjectLockConfigurationRequest& input) {
  if (input.object_lock_configuration) (void)check_lock_configuration(*input.object_lock_configuration);
}

const aws::Member& payload_of(const aws::OperationSchema& operation) {
  for (const auto& member : operation.input->members) {
    if (member.payload) return member;
  }
  std::abort();
}

template <class Operation>
void run(std::string_view text) {
  const auto& operation = Operation::schema();
  const auto& member = payload_of(operation);
  const auto& schema = *member.schema;
  typename Operation::Input input, again;
  void* document = aws::emplace(member, &input);
  if (aws::decode_xml(text, schema, member.xml_name, document)) return;
  std::string once, twice;
  aws::encode_xml_element(once, member.xml_name, "urn:x", schema, document);
  void* copy = aws::emplace(member, &again);
  if (aws::decode_xml(once, schema, member.xml_name, copy)) std::abort();
  aws::encode_xml_element(twice, member.xml_name, "urn:x", schema, copy);
  if (once != twice) std::abort();
  if (!aws::check_input(k_service, aws::ProtocolKind::rest_xml, schema, document)) judge(input);
}

// Whose document is the request itself.
template <class Operation>
void run_bare(std::string_view text) {
  const auto& operation = Operation::schema();
  typename Operation::Input input;
  if (aws::decode_xml(text, *operation.input, operation.input_root, &input)) return;
  (void)aws::check_input(k_service, aws::ProtocolKind::rest_xml, *operation.input, &input);
}

using Run = void (*)(std::string_view);
constexpr Run k_runs[] = {
    run<ops::CompleteMultipartUpload>,
    run<ops::CreateBucket>,
    run<ops::CreateBucketMetadataConfiguration>,
    run<ops::CreateBucketMetadataTableConfiguration>,
    run<ops::DeleteObjects>,
    run<ops::PutBucketAbac>,
    run<ops::PutBucketAccelerateConfiguration>,
    run<ops::PutBucketAcl>,
    run<ops::PutBucketAnalyticsConfiguration>,
    run<ops::PutBucketCors>,
    run<ops::PutBucketEncryption>,
    run<ops::PutBucketIntelligentTieringConfiguration>,
    run<ops::PutBucketInventoryConfiguration>,
    run<ops::PutBucketLifecycle>,
    run<ops::PutBucketLifecycleConfiguration>,
    run<ops::PutBucketLogging>,
    run<ops::PutBucketMetricsConfiguration>,
    run<ops::PutBucketNotification>,
    run<ops::PutBucketNotificationConfiguration>,
    run<ops::PutBucketOwnershipControls>,
    run<ops::PutBucketReplication>,
    run<ops::PutBucketRequestPayment>,
    run<ops::PutBucketTagging>,
    run<ops::PutBucketVersioning>,
    run<ops::PutBucketWebsite>,
    run<ops::PutObjectLegalHold>,
    run<ops::PutObjectLockConfiguration>,
    run<ops::PutObjectRetention>,
    run<ops::PutPublicAccessBlock>,
    run<ops::RestoreObject>,
    run_bare<ops::SelectObjectContent>,
    run<ops::UpdateBucketMetadataAnnotationTableConfiguration>,
    run<ops::UpdateBucketMetadataInventoryTableConfiguration>,
    run<ops::UpdateBucketMetadataJournalTableConfiguration>,
    run<ops::UpdateObjectEncryption>,
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  k_runs[data[0] % std::size(k_runs)]({reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
