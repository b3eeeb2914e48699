# SPDX-License-Identifier: MIT
# flamegraph_epoch(SOURCE OUT): the time that packages carry, in seconds: SOURCE_DATE_EPOCH, or
# that of the last commit, or that of the files in a tarball of the sources.
function(flamegraph_epoch source out)
  set(epoch "$ENV{SOURCE_DATE_EPOCH}")
  if(epoch STREQUAL "" AND EXISTS ${source}/.git)
    execute_process(COMMAND git -C ${source} log -1 --format=%ct
      OUTPUT_VARIABLE epoch OUTPUT_STRIP_TRAILING_WHITESPACE)
  endif()
  if(epoch STREQUAL "")
    file(TIMESTAMP ${source}/CMakeLists.txt epoch "%s" UTC)
  endif()
  set(${out} "${epoch}" PARENT_SCOPE)
endfunction()
