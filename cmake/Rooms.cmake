# A room is a folder under src/: one library from its sources, one test program from its *_test.cc and testing/*.cc.
#
#   wb_room(<name> DIR <folder> [EXCEPT <folder>] [UNITY] [INTERNAL] [EXTRA_SOURCES ...] [TEST_DEPENDS ...] DEPENDS <targets>)
#     makes  winterbaume_<name>, alias winterbaume::<name>, and <name>_test where the folder holds tests.
#     UNITY compiles operations/*.cc together; INTERNAL rooms are not installed; main.cc belongs to no library.
#     EXCEPT is a folder within that is a room of its own.
include(GoogleTest)
# OFF compiles operations one by one: quicker while one of them changes.
option(WB_UNITY "Compile each service's operations together" ON)

function(wb_room name)
  cmake_parse_arguments(ROOM "UNITY;INTERNAL" "DIR;EXCEPT" "DEPENDS;EXTRA_SOURCES;TEST_DEPENDS" ${ARGN})
  set(dir "${CMAKE_CURRENT_SOURCE_DIR}/${ROOM_DIR}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${dir}/*.cc")
  if(ROOM_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "^${dir}/${ROOM_EXCEPT}/")
  endif()
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$|/testing/|/main\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$|/testing/")

  set(target winterbaume_${name})
  add_library(${target} STATIC ${sources} ${ROOM_EXTRA_SOURCES})
  add_library(winterbaume::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/src> $<BUILD_INTERFACE:${CMAKE_BINARY_DIR}>
                                              $<INSTALL_INTERFACE:include/winterbaume>)
  target_link_libraries(${target} PUBLIC ${ROOM_DEPENDS})
  wb_precompile(${target})
  if(NOT ROOM_INTERNAL)
    set_property(GLOBAL APPEND PROPERTY WB_ROOMS ${target})
  endif()
  if(ROOM_UNITY AND WB_UNITY)
    file(GLOB operations CONFIGURE_DEPENDS "${dir}/operations/*.cc")
    list(FILTER operations EXCLUDE REGEX "_test\\.cc$")
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    set_source_files_properties(${operations} PROPERTIES UNITY_GROUP operations)
  endif()

  if(WB_BUILD_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${target} ${ROOM_TEST_DEPENDS} GTest::gmock GTest::gtest_main)
    wb_precompile(${name}_test)
    gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
  endif()
endfunction()

# Every target shares one precompiled header: std, Asio and fmt (src/core/precompiled.h).
function(wb_precompile target)
  if(NOT TARGET wb_pch)
    file(WRITE "${CMAKE_BINARY_DIR}/precompiled.cc" "")
    add_library(wb_pch OBJECT "${CMAKE_BINARY_DIR}/precompiled.cc")
    target_link_libraries(wb_pch PUBLIC wb_asio_flags Boost::headers fmt::fmt Threads::Threads)
    target_precompile_headers(wb_pch PRIVATE "${CMAKE_SOURCE_DIR}/src/core/precompiled.h")
    target_compile_options(wb_pch PRIVATE -Xclang -fno-pch-timestamp)
  endif()
  target_precompile_headers(${target} REUSE_FROM wb_pch)
  # Programs would be compiled with -fPIE, which does not go with a header that was compiled with -fPIC.
  target_compile_options(${target} PRIVATE -fPIC)
endfunction()

# Asio is compiled once (src/core/asio.cc); epoll, no exceptions lost, no deprecated names.
add_library(wb_asio_flags INTERFACE)
target_compile_definitions(wb_asio_flags INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED FMT_SHARED)
set_target_properties(wb_asio_flags PROPERTIES EXPORT_NAME asio_flags)
