package dev.cloister.sandbox.os;

import dev.cloister.sandbox.SandboxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The system calls that a sandboxed process may make: an allow list, for Linux on x86-64.
 *
 * <p>Security guarantees: whatever is not listed in {@code allowed-syscalls.txt} answers EPERM, among it mounts,
 * namespaces, ptrace, process_vm_*, io_uring, bpf, keyctl, userfaultfd, perf, modules, kexec and shared memory without a
 * file. A process of another architecture is killed, the x32 numbers are refused. No namespace can be made ({@code clone}
 * with a {@code CLONE_NEW*} flag answers EPERM, {@code clone3} ENOSYS since its flags lie in memory that a filter cannot
 * read; libc then falls back to {@code clone}). Sockets are Unix sockets or none. Terminal input cannot be forged.
 */
final class SeccompFilter {

    private static final int OFFSET_NUMBER = 0;
    private static final int OFFSET_ARCHITECTURE = 4;
    private static final int OFFSET_ARGUMENTS = 16;

    private static final int ARCHITECTURE_X86_64 = 0xC000003E;
    private static final int X32_BIT = 0x40000000;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    private static final int MMAP = 9;
    private static final int IOCTL = 16;
    private static final int SOCKET = 41;
    private static final int SOCKETPAIR = 53;
    private static final int CLONE = 56;
    private static final int CLONE3 = 435;

    private static final int AF_UNIX = 1;
    private static final int MAP_SHARED_ANONYMOUS = 0x21;

    /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET and NEWTIME. */
    private static final int CLONE_NEW_ANY = 0x7E020080;

    /** TCGETS, TIOCGPGRP, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. */
    private static final int[] IOCTLS = {0x5401, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451};

    private SeccompFilter() {}

    /**
     * The filter as bubblewrap's {@code --seccomp} reads it.
     *
     * @param unixSockets whether {@code socket(AF_UNIX)} is allowed; other families never are
     * @throws SandboxException with PLATFORM_UNSUPPORTED elsewhere than on Linux x86-64
     */
    static byte[] program(boolean unixSockets) {
        if (!System.getProperty("os.name", "").equals("Linux")
                || !System.getProperty("os.arch", "").equals("amd64")) {
            throw new SandboxException(
                    SandboxException.Code.PLATFORM_UNSUPPORTED,
                    "The system-call filter knows Linux on x86-64 only, this is " + System.getProperty("os.name")
                            + " on " + System.getProperty("os.arch")
                            + ". Nothing was started. Run Cloister on a Linux x86-64 machine.");
        }
        BpfAssembler filter = new BpfAssembler()
                .load(OFFSET_ARCHITECTURE)
                .skipIfEqual(ARCHITECTURE_X86_64, 1)
                .answer(KILL_PROCESS)
                .load(OFFSET_NUMBER)
                .skipUnlessAbove(X32_BIT - 1, 1)
                .answer(ERRNO | EPERM)
                .skipUnlessEqual(CLONE3, 1)
                .answer(ERRNO | ENOSYS);
        refuseAnyBit(filter, CLONE, 0, CLONE_NEW_ANY);
        refuseAllBits(filter, MMAP, 3, MAP_SHARED_ANONYMOUS);
        allowOnly(filter, IOCTL, 1, IOCTLS);
        allowOnly(filter, SOCKETPAIR, 0, AF_UNIX);
        if (unixSockets) {
            allowOnly(filter, SOCKET, 0, AF_UNIX);
        }
        allowRanges(filter);
        return filter.program();
    }

    private static void refuseAnyBit(BpfAssembler filter, int call, int argument, int bits) {
        filter.skipUnlessEqual(call, 5)
                .load(OFFSET_ARGUMENTS + 8 * argument)
                .and(bits)
                .skipUnlessEqual(0, 1)
                .answer(ALLOW)
                .answer(ERRNO | EPERM);
    }

    private static void refuseAllBits(BpfAssembler filter, int call, int argument, int bits) {
        filter.skipUnlessEqual(call, 5)
                .load(OFFSET_ARGUMENTS + 8 * argument)
                .and(bits)
                .skipUnlessEqual(bits, 1)
                .answer(ERRNO | EPERM)
                .answer(ALLOW);
    }

    private static void allowOnly(BpfAssembler filter, int call, int argument, int... values) {
        filter.skipUnlessEqual(call, 2 + 2 * values.length).load(OFFSET_ARGUMENTS + 8 * argument);
        for (int value : values) {
            filter.skipUnlessEqual(value, 1).answer(ALLOW);
        }
        filter.answer(ERRNO | EPERM);
    }

    /** One comparison pair per run of neighbouring numbers, ascending: a number before the next run is refused. */
    private static void allowRanges(BpfAssembler filter) {
        TreeSet<Integer> allowed = allowedNumbers();
        while (!allowed.isEmpty()) {
            int first = allowed.removeFirst();
            int last = first;
            while (allowed.remove(last + 1)) {
                last++;
            }
            filter.skipIfAtLeast(first, 1)
                    .answer(ERRNO | EPERM)
                    .skipIfAbove(last, 1)
                    .answer(ALLOW);
        }
        filter.answer(ERRNO | EPERM);
    }

    private static TreeSet<Integer> allowedNumbers() {
        InputStream list = Objects.requireNonNull(SeccompFilter.class.getResourceAsStream("allowed-syscalls.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            TreeSet<Integer> numbers = new TreeSet<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    numbers.add(Integer.parseInt(line.substring(line.indexOf(' ') + 1)));
                }
            }
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
