# Completions of flamegraph-c's programs for fish; made by docs/man/generate.py.

function __flamegraph_c -a command program
    switch $program
    case aix-perf
        complete -c $command -f
        complete -c $command -s u -x -d 'sample the processes of USER; without it, all'
        complete -c $command -s r -x -d 'sample COUNT times'
        complete -c $command -s t -x -d 'wait SECONDS after each time; fractions are allowed'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case difffolded
        complete -c $command -s n -d 'scale the counts of BEFORE to the total of AFTER'
        complete -c $command -s s -d 'write hexadecimal numbers as 0x...'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case files
        complete -c $command -f -a '(__fish_complete_directories)'
        complete -c $command -l xdev -d 'stay on one file system in the folders after it'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case flamegraph
        complete -c $command -l title -x -d 'heading (Flame Graph)'
        complete -c $command -l subtitle -x -d 'second heading'
        complete -c $command -l width -x -d 'width in pixels (1200)'
        complete -c $command -l height -x -d 'height of a frame in pixels (16)'
        complete -c $command -l minwidth -x -d 'leave out frames narrower than N pixels, or than N percent of the total (0.1)'
        complete -c $command -l fonttype -x -d 'font (Verdana)'
        complete -c $command -l fontsize -x -d 'font size (12)'
        complete -c $command -l fontwidth -x -d 'average width of a character as a fraction of the font size (0.59)'
        complete -c $command -l countname -x -d 'what the counts are (samples)'
        complete -c $command -l nametype -x -d 'what the names are (Function:)'
        complete -c $command -l encoding -x -a 'UTF-8 ISO-8859-1 ISO-8859-15' -d 'encoding to declare in the XML'
        complete -c $command -l notes -x -d 'put TEXT into a comment of the SVG'
        complete -c $command -l compact -d 'draw frames under a pixel as lines: a smaller file that opens sooner'
        complete -c $command -l colors -x -a 'hot mem io wakeup chain java js perl red green blue aqua yellow purple orange' -d 'palette of the frames (hot); see below'
        complete -c $command -l bgcolors -x -a 'yellow blue green grey' -d 'background: yellow, blue, green, grey or #rrggbb; each palette has its own default'
        complete -c $command -l dark -x -a 'auto' -d 'dark where the reader\'s system is'
        complete -c $command -l hash -d 'give similar names similar hues'
        complete -c $command -l random -d 'choose random hues'
        complete -c $command -l cp -d 'keep colors from graph to graph: read and write palette.map in the working directory'
        complete -c $command -l negate -d 'swap red and blue in a differential graph'
        complete -c $command -l reverse -d 'start from the leaves: merge stacks by callee'
        complete -c $command -l inverted -d 'draw icicles, with the root at the top'
        complete -c $command -l flamechart -d 'keep the order of the input, from left to right'
        complete -c $command -l total -x -d 'the total, if it is more than the sum of the counts'
        complete -c $command -l factor -x -d 'multiply the counts by N'
        complete -c $command -l nameattr -r -F -d 'read attributes of frames from FILE, lines of NAME<tab>ATTRIBUTE=VALUE'
        complete -c $command -l diff -d 'draw the difference of two folded files'
        complete -c $command -l normalize -d 'with --diff: scale the counts of BEFORE to the total of AFTER'
        complete -c $command -l strip-hex -d 'with --diff: write hexadecimal numbers as 0x...'
        complete -c $command -l threads -x -d 'use N threads; by default, or for 0, one for each processor, 8 at most, and one for a small input'
        complete -c $command -l block-size -x -d 'read N bytes at a time; by default, or for 0, 131072'
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case foldedcheck
        complete -c $command -l max-share -x -d 'no function may have a larger share of the samples of all FILEs: by default, of the outermost frames'
        complete -c $command -l max-growth -x -d 'no function\'s share may have grown by more, in points, and by more than chance'
        complete -c $command -l confidence -x -d 'what is beyond chance: 0 is outside the confidence limits of the growth; by default 99%'
        complete -c $command -l fdr -x -d 'at most this part of the functions that are said to have grown may be so by chance (Benjamini and Hochberg); --confidence has to be met too'
        complete -c $command -l self -d 'samples in a function itself, without what it calls'
        complete -c $command -l depth -x -d 'the boxes of the graph at depth N, each for itself; 1 is the outermost frame'
        complete -c $command -l frame -x -d 'only functions whose names match a POSIX extended regular expression'
        complete -c $command -l per -x -d 'shares are of the samples in functions that match, which stand for the work done, not of all samples'
        complete -c $command -l period -x -d 'a sample counts N, such as the period of the event; 1: counts are samples, whatever they look like'
        complete -c $command -l top -x -d 'list the N worst functions; 0: all. By default 20, and all with --json and --junit'
        complete -c $command -l json -d 'print JSON'
        complete -c $command -l github -d 'print annotations for GitHub Actions'
        complete -c $command -l markdown -d 'print a table for a merge request'
        complete -c $command -l junit -d 'print JUnit\'s XML, a test case for each function'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case foldedmerge
        complete -c $command -s o -l output -r -F -d 'write to FILE, which is replaced when everything is merged, and may be one of the files that are read'
        complete -c $command -l counts -x -d 'each line has N counts, 1 or 2; default: as many as the first line, where a name that ends in a blank and a number has two'
        complete -c $command -l max-memory -x -d 'keep at most SIZE of lines that are not in order in memory, and the rest in $TMPDIR; SIZE is in bytes, or ends with K, M or G'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case jmaps
        complete -c $command -f
        complete -c $command -s u -d 'include inlined methods; needs perf-map-agent'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l version -d 'print the version'
    case pkgsplit-perf
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case range-perf
        complete -c $command -f
        complete -c $command -l timeraw -d 'BEGIN and END are times as perf prints them'
        complete -c $command -l timezerosecs -d 'count from the full second before the first sample'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-aix
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-bpftrace
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-chrome-tracing
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-elfutils
        complete -c $command -l pid -d 'begin each stack with PID=NUMBER'
        complete -c $command -l tid -d 'begin each stack with TID=NUMBER, after any PID=NUMBER'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-faulthandler
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-gdb
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-ghcprof
        complete -c $command -l time -d 'count the share of time, in tenths of a percent (the default)'
        complete -c $command -l ticks -d 'count the ticks of the clock; needs +RTS -P'
        complete -c $command -l bytes -d 'count the bytes allocated; needs +RTS -P'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-go
        complete -c $command -l value -x -d 'count this value of the samples, by its name in the line above them, as inuse_space; without, the first of one or two'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-guess
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-ibmjava
        complete -c $command -l include-tname -d 'begin each stack with the thread\'s name (the default)'
        complete -c $command -l no-include-tname -d 'begin each stack with the thread\'s name (the default)'
        complete -c $command -l include-tid -d 'end the thread\'s name with its number'
        complete -c $command -l no-include-tid -d 'end the thread\'s name with its number'
        complete -c $command -l shorten-pkgs -d 'print o.e.s.Indexer.run for org.example.search.Indexer.run'
        complete -c $command -l no-shorten-pkgs -d 'print o.e.s.Indexer.run for org.example.search.Indexer.run'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-instruments
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-java-exceptions
        complete -c $command -l shorten-pkgs -d 'print o.e.s.Indexer.run for org.example.search.Indexer.run'
        complete -c $command -l no-shorten-pkgs -d 'print o.e.s.Indexer.run for org.example.search.Indexer.run'
        complete -c $command -l no-pkgs -d 'print Indexer.run for org.example.search.Indexer.run'
        complete -c $command -l no-no-pkgs -d 'print Indexer.run for org.example.search.Indexer.run'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-jstack
        complete -c $command -l include-tname -d 'begin each stack with the thread\'s name (the default)'
        complete -c $command -l no-include-tname -d 'begin each stack with the thread\'s name (the default)'
        complete -c $command -l include-tid -d 'end the thread\'s name with its number'
        complete -c $command -l no-include-tid -d 'end the thread\'s name with its number'
        complete -c $command -l shorten-pkgs -d 'print o.e.s.Indexer.run for org.example.search.Indexer.run'
        complete -c $command -l no-shorten-pkgs -d 'print o.e.s.Indexer.run for org.example.search.Indexer.run'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-ljp
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-perf
        complete -c $command -l pid -d 'COMM-PID instead of COMM. perf script must print the pid: -F +pid'
        complete -c $command -l tid -d 'COMM-PID/TID instead of COMM, for -F +pid too'
        complete -c $command -l kernel -d 'append _[k] to functions of the kernel'
        complete -c $command -l jit -d 'append _[j] to functions compiled at run time'
        complete -c $command -l all -d 'both of these'
        complete -c $command -l addrs -d 'show the addresses of unknown functions'
        complete -c $command -l inline -d 'show inlined functions, as found by addr2line and nm, or by the programs that $ADDR2LINE and $NM name'
        complete -c $command -l context -d 'with --inline: append the source line of each function'
        complete -c $command -l srcline -d 'append the source lines that perf script -F +srcline prints'
        complete -c $command -l event-filter -x -d 'keep the samples of EVENT, or of EVENT,EVENT...; by default, those of the first event'
        complete -c $command -l counts -d 'count 1 for each sample, not its period, as foldedcheck needs it'
        complete -c $command -l via -x -a 'perf|direct' -d 'read recordings only through perf script, which $PERF may name, or only without it'
        complete -c $command -l symfs -x -d 'find the files of a recording below DIR, the root folder of another machine'
        complete -c $command -l threads -x -d 'use N threads; by default, or for 0, one for each processor, 8 at most, and one for a small input'
        complete -c $command -l block-size -x -d 'read N bytes at a time; by default, or for 0, 262144'
        complete -c $command -l max-memory -x -d 'keep at most SIZE of stacks in memory, and the rest in $TMPDIR until the end; SIZE is in bytes, or ends with K, M or G'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-perf-sched
        complete -c $command -l record-tid -d 'show thread ids (as -v record_tid=1)'
        complete -c $command -l record-wake-stack -d 'append the stack that woke a thread to the one that it slept in (as -v record_wake_stack=1)'
        complete -c $command -l recurse -d 'append also what the waking thread slept in before (as -v recurse=1)'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-pmc
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-recursive
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-sample
        complete -c $command -l modules -d 'print app`main for main in app (the default); as for awk, -v MODULES=0 turns it off, and MODULES=0 among the files turns it off for those after it'
        complete -c $command -l no-modules -d 'print app`main for main in app (the default); as for awk, -v MODULES=0 turns it off, and MODULES=0 among the files turns it off for those after it'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-stap
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-vsprof
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-vtune
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-vtune-mc
        complete -c $command -l size -d 'count bytes, not allocations'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-wcp
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-xctrace
        complete -c $command -l weight -d 'count the samples\' weights, in nanoseconds or cycles'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    case stackcollapse-xdebug
        complete -c $command -s t -d 'count microseconds (the default)'
        complete -c $command -s c -d 'count calls'
        complete -c $command -l no-progress -d 'show no progress on a terminal'
        complete -c $command -s h -l help -d 'print this help'
        complete -c $command -l fix -d 'read the input as it is meant where the script misreads it; FLAMEGRAPH_FIX=1 in the environment does the same'
        complete -c $command -l version -d 'print the version'
    end
end

set -l file (string replace -r '.*/' '' -- (status filename))
set -l commands (string replace -r '\.fish$' '' -- $file)
set -l programs \
    aix-perf difffolded files flamegraph foldedcheck foldedmerge jmaps pkgsplit-perf range-perf \
    stackcollapse stackcollapse-aix stackcollapse-bpftrace stackcollapse-chrome-tracing \
    stackcollapse-elfutils stackcollapse-faulthandler stackcollapse-gdb stackcollapse-ghcprof \
    stackcollapse-go stackcollapse-guess stackcollapse-ibmjava stackcollapse-instruments \
    stackcollapse-java-exceptions stackcollapse-jstack stackcollapse-ljp stackcollapse-perf \
    stackcollapse-perf-sched stackcollapse-pmc stackcollapse-recursive stackcollapse-sample \
    stackcollapse-stap stackcollapse-vsprof stackcollapse-vtune stackcollapse-vtune-mc \
    stackcollapse-wcp stackcollapse-xctrace stackcollapse-xdebug
if test $file = flamegraph-c.fish
    set commands $programs
end
for command in $commands
    for program in $programs
        if string match -q -- "*$program" (string replace -r '\.(pl|awk|py|php)$' '' -- $command)
            __flamegraph_c $command $program
        end
    end
end
functions -e __flamegraph_c
