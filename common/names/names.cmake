# What the installed programs are called: docs/NAMES.md.
option(FLAMEGRAPH_PL_NAMES "Install the scripts' names too, such as flamegraph.pl" OFF)
option(FLAMEGRAPH_PHP_NAMES "With FLAMEGRAPH_PL_NAMES: stackcollapse-xdebug.php too, which needs php" OFF)
set(FLAMEGRAPH_NAME_PREFIX "" CACHE STRING "What the installed programs' names begin with")
if(NOT FLAMEGRAPH_NAME_PREFIX MATCHES "^([A-Za-z0-9_][A-Za-z0-9._-]*)?$")
  message(FATAL_ERROR "FLAMEGRAPH_NAME_PREFIX may have letters, digits, '.', '_' and '-'")
endif()

# How the script's name ends, where that is not .pl; "none" for a program that
# replaces no script, or one with the program's own name.
set(FLAMEGRAPH_SUFFIXES
  foldedcheck none
  foldedmerge none
  jmaps none
  stackcollapse-chrome-tracing .py
  stackcollapse-ghcprof none
  stackcollapse-guess none
  stackcollapse-ljp .awk
  stackcollapse-perf-sched .awk
  stackcollapse-sample .awk
  stackcollapse-xctrace none
  stackcollapse-xdebug .php)

# Installs a program under another name. install(TARGETS) cannot rename, so `install
# --strip` is done by hand.
function(flamegraph_install_as program name folder)
  if(name STREQUAL program)
    install(TARGETS fg-${program} RUNTIME DESTINATION ${folder})
    return()
  endif()
  install(PROGRAMS $<TARGET_FILE:fg-${program}> DESTINATION ${folder} RENAME ${name})
  install(CODE "
    if(CMAKE_INSTALL_DO_STRIP AND NOT \"${CMAKE_STRIP}\" STREQUAL \"\")
      get_filename_component(folder \"${folder}\" ABSOLUTE BASE_DIR \"\${CMAKE_INSTALL_PREFIX}\")
      execute_process(COMMAND \"${CMAKE_STRIP}\" \"\$ENV{DESTDIR}\${folder}/${name}\")
    endif()")
endfunction()

# Sets `out` to the name of the script that a program replaces, "" if none is installed.
function(flamegraph_script name out)
  set(suffix .pl)
  list(FIND FLAMEGRAPH_SUFFIXES ${name} i)
  if(NOT i EQUAL -1)
    math(EXPR i "${i} + 1")
    list(GET FLAMEGRAPH_SUFFIXES ${i} suffix)
  endif()
  set(${out} ${name}${suffix} PARENT_SCOPE)
  if(NOT FLAMEGRAPH_PL_NAMES OR suffix STREQUAL none
     OR (suffix STREQUAL .php AND NOT FLAMEGRAPH_PHP_NAMES))
    set(${out} "" PARENT_SCOPE)
  endif()
endfunction()

# Installs a program, and the name of the script that it replaces.
function(flamegraph_install name)
  set(program ${FLAMEGRAPH_NAME_PREFIX}${name})
  set(folder ${CMAKE_INSTALL_BINDIR})
  # Too general a name for PATH: without a prefix only files.pl runs it.
  if(program STREQUAL files)
    set(folder ${CMAKE_INSTALL_LIBEXECDIR}/${PROJECT_NAME})
    if(NOT FLAMEGRAPH_PL_NAMES)
      return()
    endif()
  endif()
  flamegraph_install_as(${name} ${program} ${folder})

  flamegraph_script(${name} script)
  if(NOT script)
    return()
  endif()
  # Made while installing, because only then the folder is known.
  set(to ${PROJECT_BINARY_DIR}/names)
  install(CODE "
    set(program ${program})
    set(script ${script})
    set(to \"${to}\")
    get_filename_component(bindir \"${folder}\" ABSOLUTE BASE_DIR \"\${CMAKE_INSTALL_PREFIX}\")
    # An archive by cpack is for any place.
    if(bindir MATCHES /_CPack_Packages/)
      set(bindir)
    endif()
    include(\"${PROJECT_SOURCE_DIR}/common/names/make.cmake\")")
  install(PROGRAMS ${to}/${script} DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()
