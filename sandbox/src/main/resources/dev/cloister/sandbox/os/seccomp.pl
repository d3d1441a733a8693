# Puts itself under a filter, seccomp(2), and becomes the command: FILTER COMMAND ARGUMENT ...
# FILTER is a classic BPF program in hexadecimal. Where a step fails, the command does not run.
use strict;

my ($prctl, $set_seccomp, $filter_mode, $instruction_bytes) = (157, 22, 2, 8);

my $filter = pack('H*', shift @ARGV);
my $program = pack('SxxxxxxP', length($filter) / $instruction_bytes, $filter);
syscall($prctl, $set_seccomp, $filter_mode, $program, 0, 0) == 0 or die "PR_SET_SECCOMP: $!\n";
exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
