// Puts the server together from its configuration: the only place that names services and engines.
#pragma once

#include <memory>

#include "emulator/emulator.h"
#include "http/options.h"
#include "server/config.h"
#include "server/logging.h"

namespace winterbaume::server {

// The log outlives the emulator and the server.
std::unique_ptr<Emulator> make_emulator(const Config& config, Log& log);
http::ServerOptions make_server_options(const Config& config, Log& log);

}  // namespace winterbaume::server
