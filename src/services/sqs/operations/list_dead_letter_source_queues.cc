#include "services/sqs/operations/operations.h"
#include "services/sqs/paging.h"
#include "services/sqs/queue_names.h"

namespace winterbaume::sqs {

Answer<ops::ListDeadLetterSourceQueues> list_dead_letter_source_queues(const aws::RequestContext& context, SqsBackend& backend,
                                                                       ListDeadLetterSourceQueuesRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  std::string list = "ListDeadLetterSourceQueues\n" + key->name;
  auto page = parse_page_request(list, input.max_results, input.next_token);
  if (!page) co_return aws::fail(std::move(page.error()));
  auto account_id = key->scope.account_id;
  auto found = co_await backend.list_dead_letter_sources(std::move(*key), std::move(page->start_after), page->size);
  if (!found) co_return aws::fail(std::move(found.error()));

  ListDeadLetterSourceQueuesResult result;
  if (found->more && input.max_results) result.next_token = make_next_token(list, found->names.back());
  auto& urls = result.queue_urls.emplace();  // there even where it is empty
  for (const auto& name : found->names) urls.push_back(make_queue_url(context, account_id, name));
  co_return result;
}

}  // namespace winterbaume::sqs
