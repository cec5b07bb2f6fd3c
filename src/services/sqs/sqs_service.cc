#include "services/sqs/sqs_service.h"

#include "aws/dispatch.h"
#include "core/assert.h"
#include "services/sqs/memory/in_memory_sqs_backend.h"
#include "services/sqs/operations/operations.h"

namespace winterbaume::sqs {
namespace {

// A request is at most a batch of 1 MiB; base64, percent-encoding (three bytes for one) and the rest around it fit in this.
constexpr std::uint64_t k_body_bytes_max = 8 << 20;

constexpr auto k_handlers =
    aws::handlers<SqsBackend>(
        aws::on<ops::AddPermission, &add_permission>(), aws::on<ops::CancelMessageMoveTask, &cancel_message_move_task>(),
        aws::on<ops::ChangeMessageVisibility, &change_message_visibility>(),
        aws::on<ops::ChangeMessageVisibilityBatch, &change_message_visibility_batch>(),
        aws::on<ops::CreateQueue, &create_queue>(), aws::on<ops::DeleteMessage, &delete_message>(),
        aws::on<ops::DeleteMessageBatch, &delete_message_batch>(), aws::on<ops::DeleteQueue, &delete_queue>(),
        aws::on<ops::GetQueueAttributes, &get_queue_attributes>(), aws::on<ops::GetQueueUrl, &get_queue_url>(),
        aws::on<ops::ListDeadLetterSourceQueues, &list_dead_letter_source_queues>(),
        aws::on<ops::ListMessageMoveTasks, &list_message_move_tasks>(), aws::on<ops::ListQueueTags, &list_queue_tags>(),
        aws::on<ops::ListQueues, &list_queues>(), aws::on<ops::PurgeQueue, &purge_queue>(),
        aws::on<ops::ReceiveMessage, &receive_message>(), aws::on<ops::RemovePermission, &remove_permission>(),
        aws::on<ops::SendMessage, &send_message>(), aws::on<ops::SendMessageBatch, &send_message_batch>(),
        aws::on<ops::SetQueueAttributes, &set_queue_attributes>(), aws::on<ops::StartMessageMoveTask, &start_message_move_task>(),
        aws::on<ops::TagQueue, &tag_queue>(), aws::on<ops::UntagQueue, &untag_queue>())
        .with_body_bytes_max(k_body_bytes_max);

}  // namespace

SqsService::SqsService() : SqsService(std::make_shared<InMemorySqsBackend>()) {}
SqsService::SqsService(std::shared_ptr<SqsBackend> backend) : backend_(std::move(backend)) { WB_ASSERT(backend_ != nullptr); }

std::unique_ptr<SqsService> SqsService::make() { return std::make_unique<SqsService>(); }
std::unique_ptr<SqsService> SqsService::with_backend(std::shared_ptr<SqsBackend> backend) {
  return std::make_unique<SqsService>(std::move(backend));
}

const aws::ServiceSchema& SqsService::schema() const { return k_service; }

aws::asio::awaitable<http::Response> SqsService::handle(const aws::RequestContext& context, http::Request request) {
  return aws::dispatch(k_handlers, context, std::move(request), *backend_);
}

aws::asio::awaitable<void> SqsService::reset() { return backend_->reset(); }
aws::asio::awaitable<void> SqsService::run_background(std::stop_token stop) { return backend_->run_background(std::move(stop)); }

}  // namespace winterbaume::sqs
