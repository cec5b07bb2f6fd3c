// Where blobs are kept, by the configuration.
#pragma once

#include <memory>
#include <stdexcept>

#include "server/config.h"
#include "storage/vfs.h"

namespace winterbaume::server {

// A setting that the machine can't serve; what() is one sentence that names the option and its value.
struct ConfigFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One for all services. Throws ConfigFault where --vfs-dir can't be made, read or written.
std::shared_ptr<Vfs> make_vfs(const Config& config);

}  // namespace winterbaume::server
