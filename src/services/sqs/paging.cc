#include "services/sqs/paging.h"

#include "aws/common_errors.h"
#include "core/bytes.h"
#include "services/sqs/queue_names.h"
#include "services/sqs/sqs_limits.h"

namespace winterbaume::sqs {
namespace {

// Neither a queue's name nor an operation's holds one; where a prefix does, the last one counts.
constexpr char k_separator = '\n';

}  // namespace

aws::Result<PageRequest> parse_page_request(std::string_view list, const std::optional<std::int32_t>& max_results,
                                            const std::optional<std::string>& next_token) {
  PageRequest out{{}, k_page_size.max};
  if (max_results) {
    if (!k_page_size.holds(*max_results)) {
      return aws::fail(aws::errors::invalid_parameter_value(
          "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000."));
    }
    out.size = static_cast<std::size_t>(*max_results);
  }
  if (!next_token) return out;
  auto token = from_base64(*next_token);
  auto separator = token ? token->rfind(k_separator) : std::string::npos;
  if (separator == std::string::npos || !is_queue_name(std::string_view(*token).substr(separator + 1))) {
    return aws::fail(aws::errors::invalid_parameter_value("Invalid or expired next token."));
  }
  if (std::string_view(*token).substr(0, separator) != list) {
    return aws::fail(aws::errors::invalid_parameter_value(
        "Invalid NextToken value. If you are passing in NextToken, you must not change the other request parameters."));
  }
  out.start_after = token->substr(separator + 1);
  return out;
}

std::string make_next_token(std::string_view list, std::string_view last) {
  std::string text(list);
  text += k_separator;
  text += last;
  return to_base64(text);
}

}  // namespace winterbaume::sqs
