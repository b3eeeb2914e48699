# Turns files into C: cmake -D OUT=... -P embed.cmake -- NAME=FILE ...
# Each name becomes `const struct slice asset_NAME`. Files with the same name are
# joined in the order given, with an empty line between them.
cmake_minimum_required(VERSION 3.13)
set(names)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(CMAKE_ARGV${i} MATCHES "^([a-z]+)=(.+)$")
    set(name ${CMAKE_MATCH_1})
    file(READ "${CMAKE_MATCH_2}" hex HEX)
    if(name IN_LIST names)
      string(APPEND hex_${name} "0a${hex}")
    else()
      list(APPEND names ${name})
      set(hex_${name} "${hex}")
    endif()
  endif()
endforeach()

set(text "#include \"assets.h\"\n")
foreach(name ${names})
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex_${name}}")
  string(REPLACE "'\\x0a'," "'\\x0a',\n" bytes "${bytes}")
  string(APPEND text "\nstatic const char ${name}[] = {\n${bytes}};\n"
    "const struct slice asset_${name} = {${name}, sizeof ${name}};\n")
endforeach()
file(WRITE ${OUT} "${text}")
