#!/usr/bin/perl
# Split made-up log lines, count, sort, print.
use strict;
use warnings;

my @names = map { join '', map { chr(97 + ($_ * 7) % 26) } $_ .. $_ + 5 } 1 .. 200;

sub line { my ($i) = @_; return sprintf "%s - [%05d] \"GET /%s/%d\" %d", $names[$i % 200], $i, $names[($i * 13) % 200], $i % 97, 200 + $i % 5; }

sub parse { my ($l) = @_; return $l =~ m{^(\w+) - \[(\d+)\] "(GET|POST) /(\w+)/(\d+)" (\d+)$} ? ($1, $4, $6) : (); }

my (%hits, %status, @all);
for my $round (1 .. ($ARGV[0] || 5)) {
    for my $i (1 .. 20000) {
        my ($user, $page, $code) = parse(line($i));
        $hits{"$user/$page"}++;
        $status{$code} .= substr $user, 0, 1;
        push @all, "$page:$user" if $i % 3 == 0;
    }
    @all = sort { $b cmp $a } @all;
    (my $text = join ',', @all[0 .. 500]) =~ s/([a-m]+)/<$1>/g;
    $#all = 2000;
}
printf "%d %d\n", scalar keys %hits, length join '', values %status;
