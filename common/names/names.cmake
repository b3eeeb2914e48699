# What the installed programs are called: docs/NAMES.md.
option(FLAMEGRAPH_PL_NAMES "Install the scripts' names too, such as flamegraph.pl" OFF)
set(FLAMEGRAPH_NAME_PREFIX "" CACHE STRING "What the installed programs' names begin with")
if(NOT FLAMEGRAPH_NAME_PREFIX MATCHES "^([A-Za-z0-9_][A-Za-z0-9._-]*)?$")
  message(FATAL_ERROR "FLAMEGRAPH_NAME_PREFIX may have letters, digits, '.', '_' and '-'")
endif()

# How the script's name ends, where that is not .pl; "none" for a program that
# replaces no script, or one with the program's own name.
set(FLAMEGRAPH_SUFFIXES
  jmaps none
  stackcollapse-chrome-tracing .py
  stackcollapse-ghcprof none
  stackcollapse-guess none
  stackcollapse-ljp .awk
  stackcollapse-perf-sched .awk
  stackcollapse-sample .awk
  stackcollapse-xctrace none
  stackcollapse-xdebug .php)

# Installs a program, and the name of the script that it replaces.
function(flamegraph_install name)
  set(program ${FLAMEGRAPH_NAME_PREFIX}${name})
  if(program STREQUAL name)
    install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  else()
    install(PROGRAMS $<TARGET_FILE:${name}> DESTINATION ${CMAKE_INSTALL_BINDIR} RENAME ${program})
  endif()

  set(suffix .pl)
  list(FIND FLAMEGRAPH_SUFFIXES ${name} i)
  if(NOT i EQUAL -1)
    math(EXPR i "${i} + 1")
    list(GET FLAMEGRAPH_SUFFIXES ${i} suffix)
  endif()
  if(NOT FLAMEGRAPH_PL_NAMES OR suffix STREQUAL none)
    return()
  endif()
  # Made while installing, because only then the folder is known.
  set(to ${PROJECT_BINARY_DIR}/names)
  install(CODE "
    set(program ${program})
    set(script ${name}${suffix})
    set(to \"${to}\")
    get_filename_component(bindir \"${CMAKE_INSTALL_BINDIR}\" ABSOLUTE BASE_DIR \"\${CMAKE_INSTALL_PREFIX}\")
    include(\"${PROJECT_SOURCE_DIR}/common/names/make.cmake\")")
  install(PROGRAMS ${to}/${name}${suffix} DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()
