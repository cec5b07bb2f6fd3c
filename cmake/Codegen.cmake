# Models become C++ at build time.
#
#   wb_model(<service>)  models/<service>.json → ${CMAKE_BINARY_DIR}/generated/<service>/{types,operations,errors}.h and the
#                        library winterbaume_model_<service>. A file that would not change keeps its time: nothing is rebuilt.
set(WB_CODEGEN_SCRIPTS
    ${CMAKE_SOURCE_DIR}/codegen/generate.py ${CMAKE_SOURCE_DIR}/codegen/cpp_model.py
    ${CMAKE_SOURCE_DIR}/codegen/cpp_types.py ${CMAKE_SOURCE_DIR}/codegen/cpp_operations.py)

# FILE: where the model is, if not in models/: the tests have one of their own, which is not installed.
# DEPENDS: the rooms of the types that its overlay names ("custom").
function(wb_model service)
  cmake_parse_arguments(MODEL "" "FILE" "DEPENDS" ${ARGN})
  set(internal ${MODEL_FILE})
  if(NOT MODEL_FILE)
    set(MODEL_FILE "${CMAKE_SOURCE_DIR}/models/${service}.json")
  endif()
  set(overlay "${CMAKE_SOURCE_DIR}/models/overlay/${service}.json")
  set(overlay_dependency)
  if(EXISTS "${overlay}")
    set(overlay_dependency "${overlay}")
  endif()
  set(out "${CMAKE_BINARY_DIR}/generated/${service}")
  set(files ${out}/types.h ${out}/operations.h ${out}/errors.h ${out}/types.cc ${out}/service.cc)
  add_custom_command(
    OUTPUT ${out}/stamp
    BYPRODUCTS ${files}
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/codegen/generate.py ${MODEL_FILE} ${overlay} ${out} ${service}
    COMMAND ${CMAKE_COMMAND} -E touch ${out}/stamp
    DEPENDS ${MODEL_FILE} ${overlay_dependency} ${WB_CODEGEN_SCRIPTS}
    COMMENT "Model of ${service}"
    VERBATIM)
  set(target winterbaume_model_${service})
  add_library(${target} STATIC ${out}/stamp ${out}/types.cc ${out}/service.cc)
  add_library(winterbaume::model_${service} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME model_${service})
  target_link_libraries(${target} PUBLIC winterbaume_aws ${MODEL_DEPENDS})
  # offsetof of a struct that holds a std::unique_ptr is conditionally supported; clang and libstdc++ support it.
  target_compile_options(${target} PRIVATE -Wno-invalid-offsetof)
  wb_precompile(${target})
  if(NOT internal)
    set_property(GLOBAL APPEND PROPERTY WB_ROOMS ${target})
  endif()
endfunction()
