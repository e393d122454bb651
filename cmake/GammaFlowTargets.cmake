# SPDX-License-Identifier: LGPL-2.1-or-later
# The settings that every target shares: C++17, deal.II, warnings as errors, sanitizers when asked for.
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# deal.II's imported targets. deal_ii_setup_target() is not used: it links without PUBLIC or PRIVATE, which CMake does
# not let us mix with either, and an exported library must say which of its dependencies its users need.
if(DEAL_II_TARGET_CONFIG AND EXISTS "${DEAL_II_TARGET_CONFIG}")
  include(${DEAL_II_TARGET_CONFIG})
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND DEAL_II_BUILD_TYPE MATCHES "Debug")
  set(GAMMAFLOW_DEAL_II DEBUG)
else()
  set(GAMMAFLOW_DEAL_II RELEASE)
endif()
set(GAMMAFLOW_DEAL_II_FLAGS "${DEAL_II_CXX_FLAGS} ${DEAL_II_CXX_FLAGS_${GAMMAFLOW_DEAL_II}}")
separate_arguments(GAMMAFLOW_DEAL_II_FLAGS)
# deal.II's flags bring its language standard and its choice of warnings; ours stand below.
list(FILTER GAMMAFLOW_DEAL_II_FLAGS EXCLUDE REGEX "^(-W|-std=|-ffile-prefix-map|-ftemplate)")
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  list(FILTER GAMMAFLOW_DEAL_II_FLAGS EXCLUDE REGEX "^-funroll-all-loops")
endif()
# Debug information costs a quarter of the compile time and most of the size; a Debug build has it.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  list(FILTER GAMMAFLOW_DEAL_II_FLAGS EXCLUDE REGEX "^-g")
endif()

find_program(LLD_PROGRAM ld.lld)

function(gammaflow_target name)
  target_link_libraries(${name} PUBLIC ${DEAL_II_TARGET_${GAMMAFLOW_DEAL_II}})
  target_include_directories(${name} SYSTEM PUBLIC ${DEAL_II_INCLUDE_DIRS})
  target_compile_definitions(${name} PUBLIC ${DEAL_II_USER_DEFINITIONS_${GAMMAFLOW_DEAL_II}})
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/solver>)
  target_compile_options(${name} PRIVATE ${GAMMAFLOW_DEAL_II_FLAGS} -Wall -Wextra -Wpedantic -Wshadow
                                         -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # false positives inside std::variant and Eigen at -O2
    target_compile_options(${name} PRIVATE -Wno-maybe-uninitialized)
  endif()
  if(LLD_PROGRAM)
    target_link_options(${name} PRIVATE -fuse-ld=lld -Wl,--as-needed)
  endif()
  if(GAMMAFLOW_SANITIZE)
    target_compile_options(${name} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=undefined
                                           -fno-omit-frame-pointer -O1 -U_FORTIFY_SOURCE)
    target_compile_definitions(${name} PRIVATE GAMMAFLOW_SANITIZED)
    target_link_options(${name} PRIVATE -fsanitize=address,undefined)
  endif()
endfunction()
