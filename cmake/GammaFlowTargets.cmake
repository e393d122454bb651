# The settings that every target shares: C++17, deal.II, warnings as errors, sanitizers when asked for.
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Headers are included as <gammaflow/folder/name.h>, in the tree as when installed.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/include)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/solver ${PROJECT_BINARY_DIR}/include/gammaflow SYMBOLIC)

find_program(LLD_PROGRAM ld.lld)

function(gammaflow_target name)
  if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    deal_ii_setup_target(${name} DEBUG)
  else()
    deal_ii_setup_target(${name} RELEASE)
  endif()
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                         -Woverloaded-virtual -Werror)
  if(LLD_PROGRAM)
    target_link_options(${name} PRIVATE -fuse-ld=lld -Wl,--as-needed)
  endif()
  if(GAMMAFLOW_SANITIZE)
    target_compile_options(${name} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=undefined
                                           -fno-omit-frame-pointer)
    target_link_options(${name} PRIVATE -fsanitize=address,undefined)
  endif()
endfunction()
