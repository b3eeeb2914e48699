"""Where the Perl scripts are."""
import os
import sys

SKIPPED = 77


def perl_checkout():
    """The checkout of FlameGraph; ends the script as skipped where none is named."""
    folder = os.environ.get('FLAMEGRAPH_PERL')
    if not folder:
        print('skipped: FLAMEGRAPH_PERL names no checkout of FlameGraph')
        sys.exit(SKIPPED)
    return os.path.abspath(folder)
