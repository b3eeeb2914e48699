# Draws the flame graph of a bundled recording: cmake -D BIN=... -D INPUT=... -D OUT=... -P demo.cmake
execute_process(
  COMMAND ${BIN}/stackcollapse-perf ${INPUT}
  COMMAND ${BIN}/flamegraph --title "A flame graph"
  OUTPUT_FILE ${OUT}
  COMMAND_ERROR_IS_FATAL ANY)
message("The flame graph is in ${OUT}; open it in a browser.")
