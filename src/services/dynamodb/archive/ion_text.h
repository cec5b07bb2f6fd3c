// Amazon Ion, as text: what exports write and imports read of it (Developer Guide, "DynamoDB table export output format", "Amazon
// Ion"). Sets are lists with an annotation: $dynamodb_SS, $dynamodb_NS, $dynamodb_BS; numbers are decimals; binaries are blobs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/dynamodb/items/item.h"

namespace winterbaume::dynamodb {

// "{Id:103.,Title:\"Book\"}".
void append_ion_item(std::string& out, ItemView item);
// A text as an Ion string, with its quotes.
void append_ion_string(std::string& out, std::string_view text);

// One Ion struct, behind a version marker if there is one; null where the text is no such thing, with `problem`, which is empty
// before, saying why.
std::optional<Item> read_ion_struct(std::string_view text, std::string& problem);

}  // namespace winterbaume::dynamodb
