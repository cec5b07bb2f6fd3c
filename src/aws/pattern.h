// Regular expressions as API models state them (Java's syntax), matched in time linear in the text: no input can make a
// match slow or deep.
#pragma once

#include <string_view>

namespace winterbaume::aws {

// Whether the whole of `text` (UTF-8) matches. `pattern` must live for ever (a model's constant): it is compiled at its first
// use and kept. A pattern that uses what this dialect lacks matches everything. Thread-safe.
bool matches_pattern(std::string_view pattern, std::string_view text);

}  // namespace winterbaume::aws
