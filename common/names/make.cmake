# Makes a script that executes a program and passes it everything:
#
#     cmake -D script=flamegraph.pl -D program=fg-flamegraph -D bindir=/usr/local/bin -D to=DIR -P make.cmake
#
# writes DIR/flamegraph.pl, by the template that the suffix names. `bindir` is
# where the program will be.

# The first line of pl.in. It has the word perl, because without it perl would
# execute sh with perl's own options; and that stands where the system, which
# would give it to sh, does not look: Linux reads 255 bytes, macOS up to the #.
set(blanks " ")
if(NOT CMAKE_HOST_APPLE)
  foreach(power RANGE 1 12)
    string(APPEND blanks "${blanks}")
  endforeach()
endif()

# Where the program is installed, as it may stand between the quotes of all the
# languages; unusual folders are left to PATH.
set(sh_bindir "${bindir}")
if(NOT sh_bindir MATCHES "^[A-Za-z0-9 _./+:,@%=-]+$")
  set(sh_bindir /nonexistent)
endif()

file(READ ${CMAKE_CURRENT_LIST_DIR}/lookup.sh.in lookup)
string(CONFIGURE "${lookup}" lookup @ONLY)
string(STRIP "${lookup}" lookup)
string(REPLACE "\n" "\ntrue x#; " awk_lookup "true x#; ${lookup}")

# The script's variables that a caller may set.
set(variables)
if(script STREQUAL "stackcollapse-perf-sched.awk")
  set(variables recurse record_tid record_wake_stack)
endif()
set(awk_variables)
foreach(name IN LISTS variables)
  string(APPEND awk_variables "\toptions = options variable(\"${name}\", ${name})\n")
endforeach()
string(REGEX REPLACE "([\"\\])" "\\\\\\1" awk_bindir "${bindir}")

string(REGEX REPLACE "^.*\\." "" suffix ${script})
configure_file(${CMAKE_CURRENT_LIST_DIR}/${suffix}.in ${to}/${script} @ONLY NEWLINE_STYLE UNIX)
