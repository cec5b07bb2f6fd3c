#include "storage/file_descriptor.h"

#include <fmt/format.h>

#include <system_error>

#include "core/failure.h"

namespace winterbaume {

void throw_file_failure(std::string_view what, int error_number) {
  throw StorageFailure(fmt::format("{}: {}", what, std::generic_category().message(error_number)));
}

}  // namespace winterbaume
