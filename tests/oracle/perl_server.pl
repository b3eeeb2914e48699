#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# Runs Perl scripts for runner.py without starting a new perl for each.
#
# A request on standard input is a length (4 bytes, big endian) and that many
# bytes: fields that end in NUL, which are the folder to run in, the files for
# the script's stdin, stdout and stderr, its seconds, the script, the number of
# environment variables, these as NAME=VALUE, and the script's words. The answer
# is a line with the wait status. Every script runs in a fresh child.
use strict;
use Getopt::Long ();
use Getopt::Std ();
use open ();
use PerlIO ();
use utf8 ();
use vars '$func';    # which stackcollapse-vtune.pl does not declare

$| = 1;
binmode STDIN;

sub run_child {
	my ($folder, $in, $out, $err, $seconds, $script, $count, @rest) = @_;

	open STDIN, '<', $in or die "$in: $!";
	open STDOUT, '>', $out or die "$out: $!";
	open STDERR, '>', $err or die "$err: $!";
	chdir $folder or die "$folder: $!";
	for (splice @rest, 0, $count) {
		my ($name, $value) = split /=/, $_, 2;
		$ENV{$name} = $value;
	}
	Getopt::Long::ConfigDefaults();     # looks at POSIXLY_CORRECT
	@ARGV = @rest;
	$0 = $script;
	$^W = 1;
	$! = 0;
	$| = 0;
	alarm $seconds;
	do $script;
	if ($@) {
		print STDERR $@;
		exit 255;
	}
	exit 0;
}

while (read(STDIN, my $length, 4) == 4) {
	read STDIN, my $request, unpack 'N', $length;
	my @fields = split /\0/, $request, -1;
	pop @fields;
	my $pid = fork;
	run_child(@fields) if $pid == 0;
	waitpid $pid, 0;
	print "$?\n";
}
