# SPDX-License-Identifier: MIT
# Options of the compiler and the linker that make a fault in the code harder to exploit. What
# the flags of the user or the distribution name, on or off, is left as they have it.
# All together cost stackcollapse-perf 0.7 % more instructions, and flamegraph none.
option(FLAMEGRAPH_HARDENING "Add hardening options that the flags do not name" ON)
include(CheckCSourceCompiles)

set(flamegraph_hardening_compile)
set(flamegraph_hardening_link)
set(flags "${CMAKE_C_FLAGS} ${CMAKE_EXE_LINKER_FLAGS}")
foreach(config IN LISTS CMAKE_CONFIGURATION_TYPES CMAKE_BUILD_TYPE)
  string(TOUPPER "_${config}" suffix)
  string(APPEND flags " ${CMAKE_EXE_LINKER_FLAGS${suffix}} ${CMAKE_C_FLAGS${suffix}}")
endforeach()

# flamegraph_harden(NAME NAMED COMPILE LINK): adds the options COMPILE and LINK if the tools
# have them and the flags do not match NAMED.
function(flamegraph_harden name named compile link)
  if(NOT FLAMEGRAPH_HARDENING OR flags MATCHES "${named}")
    return()
  endif()
  # The options of another project's checks stay out.
  set(CMAKE_REQUIRED_DEFINITIONS)
  set(CMAKE_REQUIRED_FLAGS "-Werror -O2 ${compile}")
  set(CMAKE_REQUIRED_LIBRARIES ${link})
  check_c_source_compiles("#include <string.h>
    int main(int argc, char **argv) { char text[64];
    strcpy(text + argc, argv[0]); return text[1]; }" FLAMEGRAPH_HAS_${name})
  if(FLAMEGRAPH_HAS_${name})
    list(APPEND flamegraph_hardening_compile ${compile})
    list(APPEND flamegraph_hardening_link ${link})
    set(flamegraph_hardening_compile ${flamegraph_hardening_compile} PARENT_SCOPE)
    set(flamegraph_hardening_link ${flamegraph_hardening_link} PARENT_SCOPE)
  endif()
endfunction()

flamegraph_harden(STACK_PROTECTOR "stack-protector" -fstack-protector-strong "")
flamegraph_harden(STACK_CLASH_PROTECTION "stack-clash-protection" -fstack-clash-protection "")
flamegraph_harden(CF_PROTECTION "cf-protection" -fcf-protection "")
flamegraph_harden(RELRO "-z[ ,]*(-Wl,)?(no)?relro" "" -Wl,-z,relro)
flamegraph_harden(NOW "-z[ ,]*(-Wl,)?(now|lazy)" "" -Wl,-z,now)
# Without optimization, headers of glibc warn of it; sanitizers check more without it.
if(flags MATCHES ".*-O([^ ]*)" AND NOT CMAKE_MATCH_1 STREQUAL 0)
  flamegraph_harden(FORTIFY_SOURCE "_FORTIFY_SOURCE|-fsanitize" -D_FORTIFY_SOURCE=2 "")
  list(TRANSFORM flamegraph_hardening_compile REPLACE "^-D_FORTIFY_SOURCE=2$"
    "$<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>")
endif()
if(NOT DEFINED CMAKE_POSITION_INDEPENDENT_CODE)
  flamegraph_harden(PIE "-f(no-)?(pie|pic|PIE|PIC)|-(no-)?pie|-static( |$)|-specs=" -fPIE -pie)
  # Not for a library that is, or may become a part of, a shared one.
  list(TRANSFORM flamegraph_hardening_compile REPLACE "^-fPIE$"
    "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:POSITION_INDEPENDENT_CODE>>>:-fPIE>")
  list(TRANSFORM flamegraph_hardening_link REPLACE "^-pie$"
    "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>")
endif()
