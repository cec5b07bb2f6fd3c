#include "services/s3/web/post_answer.h"

#include "aws/protocol/xml_writer.h"
#include "core/bytes.h"

namespace winterbaume::s3 {
namespace {

// Where the caller reached the bucket, by its own host or by path, and the key with its slashes encoded.
std::string object_url(const std::string& base_url, const std::string& bucket, const std::string& key) {
  const auto host = std::string_view(base_url).substr(base_url.find("//") + 2);
  std::string url = base_url + "/";
  if (!host.starts_with(bucket + ".")) url += bucket + "/";
  return url + percent_encode(key);
}

// As forms encode: a space is '+'.
std::string form_encode(std::string_view text) {
  std::string out;
  for (char c : text) out += c == ' ' ? "+" : percent_encode({&c, 1});
  return out;
}

// The page to go on to; null where the form names none, or one that is no address of its own.
const std::string* redirect_of(const FormFields& fields) {
  const std::string* url = fields.find("success_action_redirect");
  if (url == nullptr) url = fields.find("redirect");  // its old name
  const bool absolute = url != nullptr && (url->starts_with("http://") || url->starts_with("https://"));
  return absolute ? url : nullptr;
}

std::string redirect_location(const std::string& url, const std::string& bucket, const FoundObject& object) {
  return url + (url.find('?') == std::string::npos ? "?" : "&") + "bucket=" + form_encode(bucket) +
         "&key=" + form_encode(object.key) + "&etag=%22" + object.record.etag + "%22";
}

std::string post_document(const std::string& location, const std::string& bucket, const FoundObject& object) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  aws::append_open_tag(out, "PostResponse");
  aws::append_element(out, "Location", location);
  aws::append_element(out, "Bucket", bucket);
  aws::append_element(out, "Key", object.key);
  aws::append_element(out, "ETag", "\"" + object.record.etag + "\"");
  aws::append_close_tag(out, "PostResponse");
  return out;
}

}  // namespace

http::Response post_answer(const aws::RequestContext& context, const std::string& bucket, const FoundObject& object,
                           const FormFields& fields, http::Response answer) {
  answer.body = http::Body();
  answer.headers.remove("Content-Type");
  if (const auto* url = redirect_of(fields)) {
    answer.status = 303;
    answer.headers.add("Location", redirect_location(*url, bucket, object));
    return answer;
  }
  const std::string location = object_url(context.base_url, bucket, object.key);
  answer.headers.add("Location", location);
  const std::string* status = fields.find("success_action_status");
  // Any other status counts as 204.
  answer.status = status != nullptr && *status == "200" ? 200 : status != nullptr && *status == "201" ? 201 : 204;
  if (answer.status != 201) return answer;
  answer.headers.add("Content-Type", "application/xml");
  answer.body = http::Body(post_document(location, bucket, object));
  return answer;
}

}  // namespace winterbaume::s3
