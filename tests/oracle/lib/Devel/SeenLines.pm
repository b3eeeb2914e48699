# SPDX-License-Identifier: MIT
# Which lines of a script ran: perl -d:SeenLines SCRIPT appends to the file
# $SEEN_LINES a line for each line of the script that can run, "NUMBER 0" or
# "NUMBER 1". Needs nothing but perl's own hook for debuggers.
package Devel::SeenLines;
use strict;

my $script = $0;
my %seen;

sub DB::DB {
	my (undef, $file, $line) = caller;
	$seen{$line} = 1 if $file eq $script;
}

END {
	no strict 'refs';
	my $lines = \@{"::_<$script"};
	if (open my $out, '>>:raw', $ENV{SEEN_LINES}) {
		for (grep { $lines->[$_] != 0 } 1 .. $#$lines) {
			print $out "$_ ", $seen{$_} ? 1 : 0, "\n";
		}
	}
}

1;
