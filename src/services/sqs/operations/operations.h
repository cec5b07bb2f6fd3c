// SQS's operations: typed request in, typed result or error out, the door between. The dispatch table (sqs_service.cc) names each
// once. `context` and the backend live until the answer is made. Required members are there (the decoder saw to it), but for
// lists and maps: the query protocol can't tell an empty one from none.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "aws/error.h"
#include "aws/request_context.h"
#include "generated/sqs/operations.h"
#include "services/sqs/sqs_backend.h"

namespace winterbaume::sqs {

template <class Operation>
using Answer = asio::awaitable<aws::Result<typename Operation::Output>>;

Answer<ops::AddPermission> add_permission(const aws::RequestContext& context, SqsBackend& backend, AddPermissionRequest input);
Answer<ops::CancelMessageMoveTask> cancel_message_move_task(const aws::RequestContext& context, SqsBackend& backend,
                                                            CancelMessageMoveTaskRequest input);
Answer<ops::ChangeMessageVisibility> change_message_visibility(const aws::RequestContext& context, SqsBackend& backend,
                                                               ChangeMessageVisibilityRequest input);
Answer<ops::ChangeMessageVisibilityBatch> change_message_visibility_batch(const aws::RequestContext& context, SqsBackend& backend,
                                                                          ChangeMessageVisibilityBatchRequest input);
Answer<ops::CreateQueue> create_queue(const aws::RequestContext& context, SqsBackend& backend, CreateQueueRequest input);
Answer<ops::DeleteMessage> delete_message(const aws::RequestContext& context, SqsBackend& backend, DeleteMessageRequest input);
Answer<ops::DeleteMessageBatch> delete_message_batch(const aws::RequestContext& context, SqsBackend& backend,
                                                     DeleteMessageBatchRequest input);
Answer<ops::DeleteQueue> delete_queue(const aws::RequestContext& context, SqsBackend& backend, DeleteQueueRequest input);
Answer<ops::GetQueueAttributes> get_queue_attributes(const aws::RequestContext& context, SqsBackend& backend,
                                                     GetQueueAttributesRequest input);
Answer<ops::GetQueueUrl> get_queue_url(const aws::RequestContext& context, SqsBackend& backend, GetQueueUrlRequest input);
Answer<ops::ListDeadLetterSourceQueues> list_dead_letter_source_queues(const aws::RequestContext& context, SqsBackend& backend,
                                                                       ListDeadLetterSourceQueuesRequest input);
Answer<ops::ListMessageMoveTasks> list_message_move_tasks(const aws::RequestContext& context, SqsBackend& backend,
                                                          ListMessageMoveTasksRequest input);
Answer<ops::ListQueueTags> list_queue_tags(const aws::RequestContext& context, SqsBackend& backend, ListQueueTagsRequest input);
Answer<ops::ListQueues> list_queues(const aws::RequestContext& context, SqsBackend& backend, ListQueuesRequest input);
Answer<ops::PurgeQueue> purge_queue(const aws::RequestContext& context, SqsBackend& backend, PurgeQueueRequest input);
Answer<ops::ReceiveMessage> receive_message(const aws::RequestContext& context, SqsBackend& backend, ReceiveMessageRequest input);
Answer<ops::RemovePermission> remove_permission(const aws::RequestContext& context, SqsBackend& backend,
                                                RemovePermissionRequest input);
Answer<ops::SendMessage> send_message(const aws::RequestContext& context, SqsBackend& backend, SendMessageRequest input);
Answer<ops::SendMessageBatch> send_message_batch(const aws::RequestContext& context, SqsBackend& backend,
                                                 SendMessageBatchRequest input);
Answer<ops::SetQueueAttributes> set_queue_attributes(const aws::RequestContext& context, SqsBackend& backend,
                                                     SetQueueAttributesRequest input);
Answer<ops::StartMessageMoveTask> start_message_move_task(const aws::RequestContext& context, SqsBackend& backend,
                                                          StartMessageMoveTaskRequest input);
Answer<ops::TagQueue> tag_queue(const aws::RequestContext& context, SqsBackend& backend, TagQueueRequest input);
Answer<ops::UntagQueue> untag_queue(const aws::RequestContext& context, SqsBackend& backend, UntagQueueRequest input);

}  // namespace winterbaume::sqs
