// WB_ASSERT: a programmer's error ends the process, in release builds too. No input of a client can reach one.
#pragma once

namespace winterbaume {
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;
}  // namespace winterbaume

#define WB_ASSERT(expression) \
  (static_cast<bool>(expression) ? static_cast<void>(0) : ::winterbaume::assertion_failed(#expression, __FILE__, __LINE__))
