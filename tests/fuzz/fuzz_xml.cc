// XML bodies of S3: whatever is read can be written, and reads back the same. The first byte picks the shape.
#include <cstdlib>

#include "aws/event_stream.h"
#include "aws/protocol/xml.h"
#include "aws/protocol/xml_writer.h"
#include "aws/validate.h"
#include "generated/s3/operations.h"

namespace {

using namespace winterbaume;

template <class Input>
void round_trip(const aws::Schema& schema, std::string_view text) {
  Input input;
  if (aws::decode_xml(text, schema, {}, &input)) return;
  (void)aws::check_input(s3::k_service, aws::ProtocolKind::rest_xml, schema, &input);
  std::string once, twice;
  aws::encode_xml_element(once, "Root", "urn:x", schema, &input);
  Input again;
  if (aws::decode_xml(once, schema, "Root", &again)) std::abort();
  aws::encode_xml_element(twice, "Root", "urn:x", schema, &again);
  if (once != twice) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      round_trip<s3::Delete>(s3::schemas::k_Delete, text);
      break;
    case 1:
      round_trip<s3::CompletedMultipartUpload>(s3::schemas::k_CompletedMultipartUpload, text);
      break;
    case 2:
      round_trip<s3::BucketLifecycleConfiguration>(s3::schemas::k_BucketLifecycleConfiguration, text);
      break;
    case 3:
      round_trip<s3::AccessControlPolicy>(s3::schemas::k_AccessControlPolicy, text);
      break;
    default: {
      aws::EventStreamDecoder decoder;
      decoder.feed(text);
      for (aws::EventMessage message; decoder.next(message) == aws::EventStreamDecoder::Status::message;) {
        std::string bytes;
        aws::append_event_message(bytes, message);
      }
    }
  }
  return 0;
}
