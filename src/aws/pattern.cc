#include "aws/pattern.h"
namespace winterbaume::aws {
bool matches_pattern(std::string_view, std::string_view) { return true; }
}  // namespace winterbaume::aws
