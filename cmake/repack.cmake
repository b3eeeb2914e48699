# SPDX-License-Identifier: MIT
# Makes cpack's archives again, in the order of the names, without the user, with common modes:
# the same files make the same archive anywhere. Without GNU tar they stay as they are.
execute_process(COMMAND tar --version OUTPUT_VARIABLE version ERROR_QUIET)
if(NOT version MATCHES "GNU")
  return()
endif()
foreach(archive IN LISTS CPACK_PACKAGE_FILES)
  if(archive MATCHES "\\.tar\\.gz$")
    get_filename_component(folder ${CPACK_TEMPORARY_DIRECTORY} DIRECTORY)
    get_filename_component(name ${CPACK_TEMPORARY_DIRECTORY} NAME)
    execute_process(
      COMMAND tar -C ${folder} --sort=name --format=gnu --owner=0 --group=0 --numeric-owner
        --mode=u+rw,go+r,go-w,a+X --mtime=@$ENV{SOURCE_DATE_EPOCH} -cf - ${name}
      COMMAND gzip -9n
      OUTPUT_FILE ${archive}
      RESULTS_VARIABLE results)
    if(NOT results STREQUAL "0;0")
      message(FATAL_ERROR "tar and gzip ended with ${results}")
    endif()
  endif()
endforeach()
