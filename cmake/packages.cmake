# SPDX-License-Identifier: MIT
# Packages, by CPack in the build folder: `cpack -G DEB`, `cpack -G RPM`, `cpack -G TGZ`, and the
# sources by the target package_source.
set(CPACK_PACKAGE_VENDOR "flamegraph-c")
set(CPACK_PACKAGE_CONTACT "${FLAMEGRAPH_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "\
The programs read what perf, DTrace, SystemTap, bpftrace, gdb, jstack, pprof, VTune, Instruments
and other profilers print, and make an interactive SVG of it. They have the names, options and
output of Brendan Gregg's FlameGraph scripts, and need only the C library.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_RESOURCE_FILE_README ${PROJECT_SOURCE_DIR}/README.md)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_GENERATOR TGZ)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
  GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_MONOLITHIC_INSTALL ON)
string(TOLOWER ${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR} CPACK_SYSTEM_NAME)
if(CMAKE_EXE_LINKER_FLAGS MATCHES "-static( |$)")
  string(APPEND CPACK_SYSTEM_NAME -static)
endif()
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/cmake/cpack.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/repack.cmake)
set(CPACK_FLAMEGRAPH_SOURCE_DIR ${PROJECT_SOURCE_DIR})
set(CPACK_FLAMEGRAPH_BINARY_DIR ${PROJECT_BINARY_DIR})

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
find_program(FLAMEGRAPH_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(FLAMEGRAPH_SHLIBDEPS)
if(FLAMEGRAPH_SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE MIT)
set(CPACK_RPM_PACKAGE_DESCRIPTION "${CPACK_PACKAGE_DESCRIPTION}")
# Links that only debug packages need.
set(CPACK_RPM_SPEC_MORE_DEFINE "%define _build_id_links none")
set(CPACK_RPM_PACKAGE_GROUP Development/Tools)
# Folders of the system that are no package's own.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /usr/share/man /usr/share/man/man1
  /usr/share/man/man3 /usr/share/man/man5 /usr/share/man/man7 /usr/share/bash-completion
  /usr/share/bash-completion/completions /usr/share/fish /usr/share/fish/vendor_completions.d
  /usr/share/zsh /usr/share/zsh/site-functions /usr/lib/pkgconfig /usr/lib/cmake
  /usr/lib64/pkgconfig /usr/lib64/cmake /usr/libexec)

set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME ${PROJECT_NAME}-${PROJECT_VERSION})
# cmake/sources.cmake chooses the files.
set(CPACK_SOURCE_INSTALLED_DIRECTORIES "")
include(CPack)
