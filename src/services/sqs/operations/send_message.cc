#include "services/sqs/new_message.h"
#include "services/sqs/operations/operations.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/sent_message_digests.h"

namespace winterbaume::sqs {

Answer<ops::SendMessage> send_message(const aws::RequestContext& context, SqsBackend& backend, SendMessageRequest input) {
  auto key = get_queue_key(context, input.queue_url);
  if (!key) co_return aws::fail(std::move(key.error()));
  auto message = make_message(context, is_fifo_name(key->name), draft_of(input));
  if (!message) co_return aws::fail(std::move(message.error()));
  auto digests = digests_of(*message);

  std::vector<NewMessage> messages;
  messages.push_back(std::move(*message));
  auto outcomes = co_await backend.send(std::move(*key), std::move(messages), context.now);
  if (!outcomes) co_return aws::fail(std::move(outcomes.error()));
  auto& sent = outcomes->front();
  if (!sent) co_return aws::fail(std::move(sent.error()));

  SendMessageResult result;
  result.message_id = sent->message_id.text();
  result.md5_of_message_body = std::move(digests.body);
  result.md5_of_message_attributes = std::move(digests.attributes);
  result.md5_of_message_system_attributes = std::move(digests.system_attributes);
  result.sequence_number = std::move(sent->sequence_number);
  co_return result;
}

}  // namespace winterbaume::sqs
