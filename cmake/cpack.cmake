# SPDX-License-Identifier: MIT
# What cpack reads before it makes a package.
include(${CPACK_FLAMEGRAPH_SOURCE_DIR}/cmake/epoch.cmake)
flamegraph_epoch(${CPACK_FLAMEGRAPH_SOURCE_DIR} epoch)
# The times in the archive, so that the same files make the same archive.
set(ENV{SOURCE_DATE_EPOCH} ${epoch})

if(CPACK_GENERATOR MATCHES "DEB|RPM")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
endif()
if(NOT CPACK_INSTALL_CMAKE_PROJECTS)
  set(CPACK_INSTALL_SCRIPT ${CPACK_FLAMEGRAPH_SOURCE_DIR}/cmake/sources.cmake)
endif()
