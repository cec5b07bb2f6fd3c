#include "services/dynamodb/handlers.h"

#include "aws/dispatch.h"
#include "services/dynamodb/operations/operations.h"

namespace winterbaume::dynamodb {
namespace {

constexpr auto k_handlers = aws::handlers<DynamoDbDoor>(
    aws::on<ops::BatchGetItem, &batch_get_item>(), aws::on<ops::BatchWriteItem, &batch_write_item>(),
    aws::on<ops::DeleteItem, &delete_item>(), aws::on<ops::GetItem, &get_item>(), aws::on<ops::PutItem, &put_item>(),
    aws::on<ops::Query, &query>(), aws::on<ops::Scan, &scan>(), aws::on<ops::TransactGetItems, &transact_get_items>(),
    aws::on<ops::TransactWriteItems, &transact_write_items>(), aws::on<ops::UpdateItem, &update_item>());

}  // namespace

asio::awaitable<http::Response> dispatch(const aws::RequestContext& context, http::Request request, DynamoDbDoor& door) {
  return aws::dispatch(k_handlers, context, std::move(request), door);
}

}  // namespace winterbaume::dynamodb
