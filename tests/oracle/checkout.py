# SPDX-License-Identifier: MIT
"""Where the Perl scripts are."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'system'))
from harness import PERL, needs, skip


def perl_checkout():
    """The checkout of FlameGraph; without it, or what its scripts need, the test is skipped."""
    if not PERL:
        skip('FLAMEGRAPH_PERL names no checkout of FlameGraph')
    needs('perl', 'gawk', 'php')
    return os.path.abspath(PERL)
