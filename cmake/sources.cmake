# SPDX-License-Identifier: MIT
# Copies the sources to CMAKE_INSTALL_PREFIX, for cpack: what git tracks, or, without git, what
# the tarball had.
set(source ${CPACK_FLAMEGRAPH_SOURCE_DIR})
file(MAKE_DIRECTORY ${CMAKE_INSTALL_PREFIX})
if(EXISTS ${source}/.git)
  # Names may have any character.
  execute_process(
    COMMAND git -C ${source} ls-files -z
    COMMAND tar -C ${source} --null -T - -cf -
    COMMAND tar -C ${CMAKE_INSTALL_PREFIX} -xf -
    RESULTS_VARIABLE results)
  if(NOT results STREQUAL "0;0;0")
    message(FATAL_ERROR "git ls-files, tar and tar ended with ${results}")
  endif()
else()
  file(COPY ${source}/ DESTINATION ${CMAKE_INSTALL_PREFIX}
    REGEX "^${source}/build$" EXCLUDE
    REGEX "^${CPACK_FLAMEGRAPH_BINARY_DIR}$" EXCLUDE)
endif()
