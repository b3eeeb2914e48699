# Turns files into C: cmake -D OUT=... -P embed.cmake NAME=FILE ...
# Each becomes `const struct slice asset_NAME`.
set(text "#include \"assets.h\"\n")
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(CMAKE_ARGV${i} MATCHES "^([a-z]+)=(.+)$")
    set(name ${CMAKE_MATCH_1})
    file(READ ${CMAKE_MATCH_2} hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
    string(REPLACE "'\\x0a'," "'\\x0a',\n" bytes "${bytes}")
    string(APPEND text "\nstatic const char ${name}[] = {\n${bytes}};\n"
      "const struct slice asset_${name} = {${name}, sizeof ${name}};\n")
  endif()
endforeach()
file(WRITE ${OUT} "${text}")
