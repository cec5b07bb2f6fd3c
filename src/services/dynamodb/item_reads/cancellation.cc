#include "services/dynamodb/item_reads/cancellation.h"

#include "generated/dynamodb/errors.h"

namespace winterbaume::dynamodb {

CancellationReason no_reason() {
  CancellationReason reason;
  reason.code = "None";
  return reason;
}

CancellationReason reason_of(const aws::Error& error) {
  CancellationReason reason;
  reason.message = error.message;
  reason.code = std::string(error.shape->name);
  if (error.shape->name == errors::k_ConditionalCheckFailedException.name) {
    reason.code = "ConditionalCheckFailed";
    if (error.fields) reason.item = static_cast<const ConditionalCheckFailedException*>(error.fields.get())->item;
  } else if (error.shape->name == "ValidationException") {
    reason.code = "ValidationError";
  }
  return reason;
}

CancellationReason conflict_reason() {
  CancellationReason reason;
  reason.code = "TransactionConflict";
  reason.message = "Transaction is ongoing for the item";
  return reason;
}

aws::Error transaction_cancelled(std::vector<CancellationReason> reasons) {
  std::string message = "Transaction cancelled, please refer cancellation reasons for specific reasons [";
  for (std::size_t i = 0; i < reasons.size(); ++i) message.append(i == 0 ? "" : ", ").append(*reasons[i].code);
  message.append("]");
  TransactionCanceledException fields;
  fields.cancellation_reasons = std::move(reasons);
  return errors::transaction_canceled_exception(std::move(message), std::move(fields));
}

aws::Error transaction_in_conflict(std::size_t count, std::size_t failed) {
  std::vector<CancellationReason> reasons(count, no_reason());
  reasons.at(failed) = conflict_reason();
  return transaction_cancelled(std::move(reasons));
}

}  // namespace winterbaume::dynamodb
