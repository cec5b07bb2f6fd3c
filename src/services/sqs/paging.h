// Pages of queue names: sizes, and the opaque tokens that continue a list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/error.h"

namespace winterbaume::sqs {

// Where a page begins and how long it may be.
struct PageRequest {
  std::string start_after;  // empty: at the beginning
  std::size_t size = 0;
};

// `list` names the list that the token belongs to (operation and filter): a token of another list does not pass. Error:
// InvalidParameterValue.
aws::Result<PageRequest> parse_page_request(std::string_view list, const std::optional<std::int32_t>& max_results,
                                            const std::optional<std::string>& next_token);
std::string make_next_token(std::string_view list, std::string_view last);

}  // namespace winterbaume::sqs
