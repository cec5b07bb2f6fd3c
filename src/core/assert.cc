#include "core/assert.h"

#include <cstdio>
#include <cstdlib>

namespace winterbaume {

void assertion_failed(const char* expression, const char* file, int line) noexcept {
  std::fprintf(stderr, "winterbaume: assertion failed: %s (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace winterbaume
