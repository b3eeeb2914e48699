# Completions of flamegraph-c's programs for bash; made by docs/man/generate.py.
# shellcheck shell=bash

_flamegraph_c()
{
    local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
    local before='' options='' operands=file value='' IFS=$' \t\n'

    # Where = ends a word, as it does by default, --colors=j is three words.
    if [[ $word == = ]]; then
        word=
    elif [[ $option == = && $COMP_CWORD -gt 1 ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $word == --*=* ]]; then
        option=${word%%=*} before=${word%%=*}= word=${word#*=}
    fi
    case ${COMP_WORDS[0]##*/} in
    *aix-perf | *aix-perf.[a-z]*)
        options='-u -r -t -h --help --fix --version'
        operands=any
        case $option in
        -u | -r | -t) value='any' ;;
        esac
        ;;
    *difffolded | *difffolded.[a-z]*)
        options='-n -s -h --help --fix --version'
        ;;
    *files | *files.[a-z]*)
        options='--xdev -h --help --fix --version'
        operands=folder
        ;;
    *flamegraph | *flamegraph.[a-z]*)
        options='--title= --subtitle= --width= --height= --minwidth= --fonttype= --fontsize=
            --fontwidth= --countname= --nametype= --encoding= --notes= --compact --colors=
            --bgcolors= --dark= --hash --random --cp --negate --reverse --inverted --flamechart
            --total= --factor= --nameattr= --diff --normalize --strip-hex --threads=
            --block-size= --help --fix --version'
        case $option in
        --title | --subtitle | --width | --height | --minwidth | --fonttype | --fontsize | \
        --fontwidth | --countname | --nametype | --notes | --total | --factor | --threads | \
        --block-size) value='any' ;;
        --encoding) value='UTF-8 ISO-8859-1 ISO-8859-15' ;;
        --colors) value='hot mem io wakeup chain java js perl red green blue aqua yellow purple orange' ;;
        --bgcolors) value='yellow blue green grey' ;;
        --dark) value='auto' ;;
        --nameattr) value='file' ;;
        esac
        ;;
    *foldedcheck | *foldedcheck.[a-z]*)
        options='--max-share= --max-growth= --confidence= --fdr= --self --depth= --frame= --per=
            --period= --top= --json --github --markdown --junit -h --help --fix --version'
        case $option in
        --max-share | --max-growth | --confidence | --fdr | --depth | --frame | --per | \
        --period | --top) value='any' ;;
        esac
        ;;
    *foldedmerge | *foldedmerge.[a-z]*)
        options='-o --output= --counts= --max-memory= -h --help --fix --version'
        case $option in
        -o | --output) value='file' ;;
        --counts | --max-memory) value='any' ;;
        esac
        ;;
    *jmaps | *jmaps.[a-z]*)
        options='-u -h --help --version'
        operands=any
        ;;
    *pkgsplit-perf | *pkgsplit-perf.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *range-perf | *range-perf.[a-z]*)
        options='--timeraw --timezerosecs -h --help --fix --version'
        operands=any
        ;;
    *stackcollapse | *stackcollapse.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-aix | *stackcollapse-aix.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-bpftrace | *stackcollapse-bpftrace.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-chrome-tracing | *stackcollapse-chrome-tracing.[a-z]*)
        options='--no-progress --help --fix --version'
        ;;
    *stackcollapse-elfutils | *stackcollapse-elfutils.[a-z]*)
        options='--pid --tid --no-progress -h --help --fix --version'
        ;;
    *stackcollapse-faulthandler | *stackcollapse-faulthandler.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-gdb | *stackcollapse-gdb.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-ghcprof | *stackcollapse-ghcprof.[a-z]*)
        options='--time --ticks --bytes --no-progress --help --fix --version'
        ;;
    *stackcollapse-go | *stackcollapse-go.[a-z]*)
        options='--value= --no-progress --help --fix --version'
        case $option in
        --value) value='any' ;;
        esac
        ;;
    *stackcollapse-guess | *stackcollapse-guess.[a-z]*)
        options='--help --fix --version'
        ;;
    *stackcollapse-ibmjava | *stackcollapse-ibmjava.[a-z]*)
        options='--include-tname --no-include-tname --include-tid --no-include-tid --shorten-pkgs
            --no-shorten-pkgs --no-progress --help --fix --version'
        ;;
    *stackcollapse-instruments | *stackcollapse-instruments.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-java-exceptions | *stackcollapse-java-exceptions.[a-z]*)
        options='--shorten-pkgs --no-shorten-pkgs --no-pkgs --no-no-pkgs --no-progress --help --fix
            --version'
        ;;
    *stackcollapse-jstack | *stackcollapse-jstack.[a-z]*)
        options='--include-tname --no-include-tname --include-tid --no-include-tid --shorten-pkgs
            --no-shorten-pkgs --no-progress --help --fix --version'
        ;;
    *stackcollapse-ljp | *stackcollapse-ljp.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-perf | *stackcollapse-perf.[a-z]*)
        options='--pid --tid --kernel --jit --all --addrs --inline --context --srcline --event-filter=
            --counts --via= --symfs= --threads= --block-size= --max-memory= --no-progress -h
            --help --fix --version'
        case $option in
        --event-filter | --symfs | --threads | --block-size | --max-memory) value='any' ;;
        --via) value='perf|direct' ;;
        esac
        ;;
    *stackcollapse-perf-sched | *stackcollapse-perf-sched.[a-z]*)
        options='--record-tid --record-wake-stack --recurse --no-progress -h --help --fix --version'
        ;;
    *stackcollapse-pmc | *stackcollapse-pmc.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-recursive | *stackcollapse-recursive.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-sample | *stackcollapse-sample.[a-z]*)
        options='--modules --no-modules --no-progress -h --help --fix --version'
        ;;
    *stackcollapse-stap | *stackcollapse-stap.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-vsprof | *stackcollapse-vsprof.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-vtune | *stackcollapse-vtune.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-vtune-mc | *stackcollapse-vtune-mc.[a-z]*)
        options='--size --no-progress -h --help --fix --version'
        ;;
    *stackcollapse-wcp | *stackcollapse-wcp.[a-z]*)
        options='--no-progress -h --help --fix --version'
        ;;
    *stackcollapse-xctrace | *stackcollapse-xctrace.[a-z]*)
        options='--weight --no-progress --help --fix --version'
        ;;
    *stackcollapse-xdebug | *stackcollapse-xdebug.[a-z]*)
        options='-t -c --no-progress -h --help --fix --version'
        ;;
    esac

    COMPREPLY=()
    if [[ $value == '' && $word == -* ]]; then
        while read -r option; do COMPREPLY+=("$option"); done < <(compgen -W "$options" -- "$word")
        if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
            compopt -o nospace
        fi
        return
    fi
    case ${value:-$operands} in
    any) ;;
    file) compopt -o default ;;
    folder) compopt -o dirnames ;;
    *) while read -r option; do COMPREPLY+=("$option"); done < <(compgen -P "$before" -W "$value" -- "$word") ;;
    esac
}

case ${BASH_SOURCE[0]##*/} in
flamegraph-c.bash)
    complete -F _flamegraph_c \
        aix-perf aix-perf.pl difffolded difffolded.pl files.pl flamegraph flamegraph.pl \
        foldedcheck foldedmerge jmaps pkgsplit-perf pkgsplit-perf.pl range-perf range-perf.pl \
        stackcollapse stackcollapse.pl stackcollapse-aix stackcollapse-aix.pl \
        stackcollapse-bpftrace stackcollapse-bpftrace.pl stackcollapse-chrome-tracing \
        stackcollapse-chrome-tracing.py stackcollapse-elfutils stackcollapse-elfutils.pl \
        stackcollapse-faulthandler stackcollapse-faulthandler.pl stackcollapse-gdb \
        stackcollapse-gdb.pl stackcollapse-ghcprof stackcollapse-go stackcollapse-go.pl \
        stackcollapse-guess stackcollapse-ibmjava stackcollapse-ibmjava.pl \
        stackcollapse-instruments stackcollapse-instruments.pl stackcollapse-java-exceptions \
        stackcollapse-java-exceptions.pl stackcollapse-jstack stackcollapse-jstack.pl \
        stackcollapse-ljp stackcollapse-ljp.awk stackcollapse-perf stackcollapse-perf.pl \
        stackcollapse-perf-sched stackcollapse-perf-sched.awk stackcollapse-pmc \
        stackcollapse-pmc.pl stackcollapse-recursive stackcollapse-recursive.pl \
        stackcollapse-sample stackcollapse-sample.awk stackcollapse-stap stackcollapse-stap.pl \
        stackcollapse-vsprof stackcollapse-vsprof.pl stackcollapse-vtune stackcollapse-vtune.pl \
        stackcollapse-vtune-mc stackcollapse-vtune-mc.pl stackcollapse-wcp stackcollapse-wcp.pl \
        stackcollapse-xctrace stackcollapse-xdebug stackcollapse-xdebug.php
    ;;
*) complete -F _flamegraph_c "${BASH_SOURCE[0]##*/}" ;;
esac
