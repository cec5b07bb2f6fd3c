#include "services/s3/web/website.h"

#include "aws/protocol/response_headers.h"
#include "aws/timestamps.h"
#include "core/bytes.h"
#include "services/s3/access/authorize.h"
#include "services/s3/buckets/config_documents.h"
#include "services/s3/objects/object_answer.h"
#include "services/s3/objects/object_encryption.h"
#include "services/s3/objects/object_reading.h"
#include "services/s3/s3_errors.h"
#include "services/s3/web/cors.h"
#include "services/s3/web/website_pages.h"
#include "services/s3/web/website_redirects.h"

namespace winterbaume::s3 {
namespace {

// One request to a website. Lives in the coroutine that answers it.
struct Site {
  const aws::RequestContext& context;
  S3Door& door;
  BucketPtr bucket;
  WebsiteConfiguration website;
  http::Request request;
  WebsiteVisit visit;
};

WebsiteVisit visit_of(const aws::RequestContext& context, const http::Request& request) {
  WebsiteVisit visit{.protocol = request.secure ? "https" : "http", .host = std::string(request.headers.get_or("Host"))};
  visit.path = request.path();
  if (!visit.path.starts_with('/')) visit.path.insert(0, "/");
  visit.query = request.query();
  visit.key = percent_decode(visit.path.substr(1)).value_or(visit.path.substr(1));
  if (visit.host.empty()) visit.host = context.base_url.substr(context.base_url.find("//") + 2);
  return visit;
}

// A missing key is told of only to those who may list the bucket.
asio::awaitable<Result<FoundObject>> find_page(const Site& site, std::string key) {
  auto allowed = co_await authorize(site.context, site.door, {.action = "s3:GetObject", .bucket = site.bucket, .key = key});
  if (!allowed) co_return aws::fail(std::move(allowed.error()));
  auto found = co_await find_readable(site.door, site.bucket->name, key, std::nullopt);
  if (found || !site.context.enforced) co_return found;
  auto may_list = co_await authorize(site.context, site.door, {.action = "s3:ListBucket", .bucket = site.bucket});
  if (!may_list) co_return aws::fail(std::move(may_list.error()));
  co_return found;
}

http::Response redirect(const Site& site, const WebsiteRedirect& to) {
  http::Response response{.status = to.status};
  aws::add_request_id(response.headers, aws::ProtocolKind::rest_xml, site.context);
  response.headers.add("Location", to.location);
  return response;
}

void add_field(http::Headers& headers, std::string_view name, const std::string& value) {
  if (!value.empty()) headers.add(name, value);
}

void add_object_headers(const Site& site, const ObjectRecord& record, http::Headers& headers) {
  aws::add_request_id(headers, aws::ProtocolKind::rest_xml, site.context);
  headers.add("Content-Type", record.headers.content_type.empty() ? "binary/octet-stream" : record.headers.content_type);
  add_field(headers, "Cache-Control", record.headers.cache_control);
  add_field(headers, "Content-Disposition", record.headers.content_disposition);
  add_field(headers, "Content-Encoding", record.headers.content_encoding);
  add_field(headers, "Content-Language", record.headers.content_language);
  add_field(headers, "Expires", record.headers.expires);
  headers.add("ETag", quoted_etag(record.etag));
  headers.add("Last-Modified", http_date(record.modified));
  if (auto version = shown_version_id(*site.bucket, record)) headers.add("x-amz-version-id", *version);
  for (const auto& [name, value] : shown_metadata(record.metadata).fields) headers.add("x-amz-meta-" + name, value);
}

asio::awaitable<void> give_content(const Site& site, const ObjectRecord& record, ByteRange range, http::Response& response) {
  if (site.request.method == http::Method::head) {
    response.headers.add("Content-Length", std::to_string(range.length));
    co_return;
  }
  response.body = co_await read_content(site.door, site.bucket->name, record, range);
}

ReadConditions conditions_of(const http::Headers& headers) {
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    if (auto value = headers.find(name)) return std::string(*value);
    return std::nullopt;
  };
  return {.if_match = text("If-Match"),
          .if_none_match = text("If-None-Match"),
          .if_modified_since = aws::parse_http_date(headers.get_or("If-Modified-Since")),
          .if_unmodified_since = aws::parse_http_date(headers.get_or("If-Unmodified-Since"))};
}

asio::awaitable<Result<http::Response>> give_page(const Site& site, const ObjectRecord& record) {
  if (auto wrong = check_customer_key(record.encryption, {}, {}, {})) co_return aws::fail(std::move(*wrong));
  if (auto archived = check_active(record, site.context.now)) co_return aws::fail(std::move(*archived));
  if (auto failed = check_read_conditions(conditions_of(site.request.headers), record)) co_return aws::fail(std::move(*failed));
  std::optional<std::string> header;
  if (auto sent = site.request.headers.find("Range")) header = *sent;
  auto range = parse_range(header, record.size);
  if (!range) co_return aws::fail(std::move(range.error()));
  http::Response response{.status = *range ? 206 : 200};
  add_object_headers(site, record, response.headers);
  const ByteRange bytes = range->value_or(ByteRange{0, record.size});
  if (*range) response.headers.add("Content-Range", content_range(bytes, record.size));
  co_await give_content(site, record, bytes, response);
  co_return response;
}

WebsiteError about_key(aws::Error error, std::string key) {
  WebsiteError out{std::move(error), {}};
  if (out.error.shape->code == "NoSuchKey") out.about.emplace_back("Key", std::move(key));
  return out;
}

http::Response not_modified(const Site& site, const aws::Error& error) {
  http::Response response{.status = 304};
  aws::add_request_id(response.headers, aws::ProtocolKind::rest_xml, site.context);
  if (error.headers) {
    for (const auto& [name, value] : *error.headers) response.headers.add(name, value);
  }
  return response;
}

// The custom error document, else a page of ours.
asio::awaitable<http::Response> give_error(const Site& site, WebsiteError error) {
  const int status = error.error.shape->status;
  if (status == 304) co_return not_modified(site, error.error);
  const bool head = site.request.method == http::Method::head;
  std::optional<WebsiteError> second;
  if (site.website.error_document && site.website.error_document->key && !head && status < 500) {
    const std::string key = *site.website.error_document->key;
    auto found = co_await find_page(site, key);
    if (found) {
      http::Response response{.status = status};
      add_object_headers(site, found->record, response.headers);
      add_website_error_headers(response.headers, error);
      co_await give_content(site, found->record, {0, found->record.size}, response);
      co_return response;
    }
    second = about_key(std::move(found.error()), key);
  }
  http::Response page = website_error_page(site.context, error, second ? &*second : nullptr);
  if (head) add_website_error_headers(page.headers, error);
  co_return page;
}

// "docs" where there is no such object, but "docs/index.html" is.
asio::awaitable<bool> is_folder(const Site& site) {
  const std::string& key = site.visit.key;
  if (key.empty() || key.ends_with('/')) co_return false;
  auto index = co_await find_page(site, page_key(site.website, key + "/"));
  co_return index.has_value();
}

asio::awaitable<http::Response> answer_visit(const Site& site) {
  const std::string key = page_key(site.website, site.visit.key);
  auto page = co_await find_page(site, key);
  const bool folder = !page && co_await is_folder(site);
  const int status = page || folder ? 200 : page.error().shape->status;
  if (auto to = find_redirect(site.website, site.visit, status)) co_return redirect(site, *to);
  if (folder) co_return website_folder_page(site.context, "/" + percent_encode(site.visit.key, true) + "/");
  if (!page) co_return co_await give_error(site, about_key(std::move(page.error()), key));
  const std::string& elsewhere = page->record.headers.website_redirect;
  if (!elsewhere.empty()) co_return redirect(site, {.location = elsewhere});
  auto answer = co_await give_page(site, page->record);
  if (answer) co_return std::move(*answer);
  co_return co_await give_error(site, about_key(std::move(answer.error()), key));
}

http::Response refuse_method(const aws::RequestContext& context, http::Method method) {
  WebsiteError wrong{error(ErrorCode::method_not_allowed),
                     {{"Method", std::string(http::method_name(method))}, {"ResourceType", "OBJECT"}}};
  http::Response page = website_error_page(context, wrong, nullptr);
  page.headers.add("Allow", "GET, HEAD, OPTIONS");
  return page;
}

http::Response refuse_bucket(const aws::RequestContext& context, const http::Request& request, aws::Error error,
                             std::string bucket) {
  WebsiteError wrong{std::move(error), {{"BucketName", std::move(bucket)}}};
  http::Response page = website_error_page(context, wrong, nullptr);
  if (request.method == http::Method::head) add_website_error_headers(page.headers, wrong);
  return page;
}

}  // namespace

asio::awaitable<http::Response> serve_website(const aws::RequestContext& context, S3Door& door, std::string bucket,
                                              http::Request request) {
  if (request.method == http::Method::options) {
    request.target = "/" + bucket + request.target;
    co_return co_await preflight(context, door, bucket, request);
  }
  if (request.method != http::Method::get && request.method != http::Method::head) {
    co_return refuse_method(context, request.method);
  }
  auto found = co_await door.backend.get_bucket(bucket);
  if (!found) co_return refuse_bucket(context, request, std::move(found.error()), std::move(bucket));
  auto website = co_await find_config<WebsiteConfiguration>(door, *found);
  if (!website || !*website) {
    auto missing = website ? error(ErrorCode::no_such_website_configuration) : std::move(website.error());
    co_return refuse_bucket(context, request, std::move(missing), std::move(bucket));
  }
  Site site{context, door, *found, std::move(**website), std::move(request), {}};
  site.visit = visit_of(context, site.request);
  if (site.website.redirect_all_requests_to) {
    co_return redirect(site, redirect_all(*site.website.redirect_all_requests_to, site.visit));
  }
  co_return co_await read_anew([&site] { return answer_visit(site); });
}

}  // namespace winterbaume::s3
