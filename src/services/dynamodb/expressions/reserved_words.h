// The words that expressions may not use as attribute names.
#pragma once

#include <string_view>

namespace winterbaume::dynamodb {

// In any case of letters.
bool is_reserved_word(std::string_view word);

}  // namespace winterbaume::dynamodb
