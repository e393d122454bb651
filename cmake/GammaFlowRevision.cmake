# Run at every build (cmake -P): writes revision.h when the revision has changed, so that every output can say what
# computed it. A commit, with a hash of the local changes where there are any.
execute_process(COMMAND git rev-parse --short=12 HEAD WORKING_DIRECTORY ${SOURCE_DIR} OUTPUT_VARIABLE revision
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
if(status EQUAL 0)
  execute_process(COMMAND git diff HEAD -- solver cmake CMakeLists.txt WORKING_DIRECTORY ${SOURCE_DIR}
                  OUTPUT_VARIABLE changes ERROR_QUIET)
  if(NOT changes STREQUAL "")
    string(SHA1 hash "${changes}")
    string(SUBSTRING ${hash} 0 8 hash)
    string(APPEND revision "+${hash}")
  endif()
else()
  set(revision "release")
endif()
set(text "#pragma once\n#define GAMMAFLOW_REVISION \"${revision}\"\n")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT "${before}" STREQUAL "${text}")
  file(WRITE ${OUTPUT} "${text}")
endif()
