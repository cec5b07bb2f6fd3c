# Debian's packages (deps/debian.txt), and llhttp from the pinned source archive that ./dev setup unpacks.
# Static where Debian has it: measured, start to first answer falls from 3.4 ms to 2.0 and memory from 6.4 MB to 5.1, most of it
# OpenSSL's relocations.
set(OPENSSL_USE_STATIC_LIBS ON)
set(Boost_USE_STATIC_LIBS ON)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(OpenSSL 3.0 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(simdjson 3.0 REQUIRED)
find_package(pugixml 1.13 REQUIRED)
# Hashes; Debian has no CMake packages of them, and isa-l only shared.
find_library(WB_ISAL NAMES isal REQUIRED)
find_library(WB_XXHASH NAMES libxxhash.a REQUIRED)
# Of DynamoDB's exports and imports.
find_library(WB_ZLIB NAMES libz.a REQUIRED)
find_library(WB_ZSTD NAMES libzstd.a REQUIRED)
# The server's allocator, which Debian has only shared. Measured: 4 to 6 % less CPU a request than glibc's.
find_library(WB_MIMALLOC NAMES mimalloc REQUIRED)

set(WB_DEPS_DIR "${CMAKE_SOURCE_DIR}/.deps" CACHE PATH "Where ./dev setup put the pinned sources")
set(WB_LLHTTP "${WB_DEPS_DIR}/llhttp-9.3.0.0/lib")
if(NOT EXISTS "${WB_LLHTTP}/llhttp.h")
  message(FATAL_ERROR "llhttp is not in ${WB_LLHTTP}: run ./dev setup")
endif()
add_library(wb_llhttp OBJECT ${WB_LLHTTP}/api.c ${WB_LLHTTP}/http.c ${WB_LLHTTP}/llhttp.c)
target_include_directories(wb_llhttp PUBLIC $<BUILD_INTERFACE:${WB_LLHTTP}>)
target_compile_options(wb_llhttp PRIVATE -w)

if(WB_BUILD_TESTS)
  find_package(GTest 1.12 REQUIRED)
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter)
