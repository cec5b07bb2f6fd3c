# One place for the compiler's settings. clang 19 with libstdc++ 12: g++ 12 miscompiles coroutine patterns that we use.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "winterbaume needs clang 19 or newer (found ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}); use a preset: cmake --preset release")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -gline-tables-only")
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O1 -gline-tables-only")

add_compile_options(-Wall -Wextra -Wno-missing-field-initializers -fno-omit-frame-pointer -ffunction-sections -fdata-sections
                    $<$<CONFIG:Release>:-fvisibility-inlines-hidden>)
add_link_options(-Wl,--gc-sections)

find_program(WB_MOLD mold)
if(WB_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(WB_CCACHE ccache)
if(WB_CCACHE)
  # ./dev exports the sloppiness that precompiled headers need (CCACHE_SLOPPINESS).
  set(CMAKE_C_COMPILER_LAUNCHER "${WB_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${WB_CCACHE}")
endif()

set(WB_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")
if(WB_SANITIZE)
  add_compile_options(-fsanitize=${WB_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WB_SANITIZE})
endif()
