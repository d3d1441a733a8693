# Restricts itself by Landlock, landlock(7), and becomes the command: ACCESS PATH ... -- COMMAND ARGUMENT ...
# ACCESS is a hexadecimal mask of LANDLOCK_ACCESS_FS_*. Without Landlock in the kernel the command runs all the same;
# where a step fails, it does not run.
use strict;

my ($create_ruleset, $add_rule, $restrict_self) = (444, 445, 446);
my ($version, $path_beneath) = (1, 1);
my ($o_path, $o_cloexec) = (0x200000, 0x80000);
my $of_files = 0xC007;

my $abi = syscall($create_ruleset, 0, 0, $version);
my $handled = 0x1FFF | ($abi >= 2 ? 0x2000 : 0) | ($abi >= 3 ? 0x4000 : 0) | ($abi >= 5 ? 0x8000 : 0);
# No TCP port is bound or connected to; no abstract socket and no process beyond this domain is reached.
my $attributes = pack('QQQ', $handled, $abi >= 4 ? 3 : 0, $abi >= 6 ? 3 : 0);
my $ruleset = $abi > 0 ? syscall($create_ruleset, $attributes, length $attributes, 0) : -1;
die "landlock_create_ruleset: $!\n" if $abi > 0 && $ruleset < 0;

while ((my $access = shift @ARGV) ne '--') {
    my $path = shift @ARGV;
    next if $abi <= 0 || !-e $path;
    sysopen(my $place, $path, $o_path | $o_cloexec) or die "$path: $!\n";
    my $rule = pack('Ql', hex($access) & $handled & (-d $path ? ~0 : $of_files), fileno $place);
    syscall($add_rule, $ruleset, $path_beneath, $rule, 0) == 0 or die "landlock_add_rule $path: $!\n";
}
die "landlock_restrict_self: $!\n" if $abi > 0 && syscall($restrict_self, $ruleset, 0) != 0;
exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
