"""Case number I of seed S for a program."""
import gen_difffolded
import gen_flamegraph
import gen_go
import gen_jstack
import gen_perf
from trial import case_random

GENERATORS = {'stackcollapse-perf': gen_perf, 'stackcollapse-go': gen_go, 'stackcollapse-jstack': gen_jstack,
              'difffolded': gen_difffolded, 'flamegraph': gen_flamegraph}


def generate(program, seed, index):
    case = GENERATORS[program].generate(case_random(seed, program, index))
    case.argv = [word.replace(b'\0', b'') for word in case.argv]    # no word can hold a NUL
    return case
