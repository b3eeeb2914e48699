# SPDX-License-Identifier: MIT
# find_package(perfscript) gives the targets perfscript::shared, perfscript::static, and
# perfscript::perfscript, which is the shared one unless it is not installed or
# BUILD_SHARED_LIBS is off.
include(${CMAKE_CURRENT_LIST_DIR}/perfscriptTargets.cmake)
if(NOT TARGET perfscript::perfscript)
  add_library(perfscript::perfscript INTERFACE IMPORTED)
  if(NOT TARGET perfscript::shared OR (DEFINED BUILD_SHARED_LIBS AND NOT BUILD_SHARED_LIBS))
    set_property(TARGET perfscript::perfscript PROPERTY INTERFACE_LINK_LIBRARIES
      perfscript::static)
  else()
    set_property(TARGET perfscript::perfscript PROPERTY INTERFACE_LINK_LIBRARIES
      perfscript::shared)
  endif()
endif()
