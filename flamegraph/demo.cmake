# Draws the flame graph of a bundled recording: cmake -D BIN=... -D INPUT=... -D OUT=... -P demo.cmake
execute_process(
  COMMAND ${BIN}/stackcollapse-perf ${INPUT}
  COMMAND ${BIN}/flamegraph --title "A flame graph"
  OUTPUT_FILE ${OUT}
  RESULTS_VARIABLE results)
if(NOT results STREQUAL "0;0")
  message(FATAL_ERROR "stackcollapse-perf and flamegraph ended with ${results}")
endif()
message("The flame graph is in ${OUT}; open it in a browser.")
