if(NOT TARGET winterbaume)
  return()
endif()
# Headers, libraries, the server, and the CMake package: find_package(winterbaume) gives winterbaume::emulator, winterbaume::sqs, …
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY WB_ROOMS)
install(TARGETS ${rooms} wb_asio_flags EXPORT winterbaume ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS winterbaume RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY src/ DESTINATION include/winterbaume FILES_MATCHING PATTERN "*.h"
        PATTERN "precompiled.h" EXCLUDE PATTERN "server" EXCLUDE)
install(DIRECTORY "${CMAKE_BINARY_DIR}/generated" DESTINATION include/winterbaume FILES_MATCHING PATTERN "*.h")
install(EXPORT winterbaume NAMESPACE winterbaume:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/winterbaume
        FILE winterbaumeTargets.cmake)
configure_package_config_file(cmake/winterbaumeConfig.cmake.in "${CMAKE_BINARY_DIR}/winterbaumeConfig.cmake"
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/winterbaume)
write_basic_package_version_file("${CMAKE_BINARY_DIR}/winterbaumeConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_BINARY_DIR}/winterbaumeConfig.cmake" "${CMAKE_BINARY_DIR}/winterbaumeConfigVersion.cmake"
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/winterbaume)
