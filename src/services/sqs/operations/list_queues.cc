#include "services/sqs/operations/operations.h"
#include "services/sqs/paging.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::ListQueues> list_queues(const aws::RequestContext& context, SqsBackend& backend, ListQueuesRequest input) {
  std::string prefix = std::move(input.queue_name_prefix).value_or(std::string());
  std::string list = "ListQueues\n" + prefix;
  auto page = parse_page_request(list, input.max_results, input.next_token);
  if (!page) co_return aws::fail(std::move(page.error()));
  auto found = co_await backend.list_queues(context.scope, std::move(prefix), std::move(page->start_after), page->size);

  ListQueuesResult result;
  if (found.names.empty()) co_return result;
  // Without MaxResults there are up to 1,000 names and never a token (AWS, ListQueues).
  if (found.more && input.max_results) result.next_token = make_next_token(list, found.names.back());
  auto& urls = result.queue_urls.emplace();
  for (const auto& name : found.names) urls.push_back(make_queue_url(context, context.scope.account_id, name));
  co_return result;
}

}  // namespace winterbaume::sqs
