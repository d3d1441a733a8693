package dev.cloister.sandbox.os;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Runs the filter's program as the kernel would: the classic BPF machine of seccomp(2). */
class SeccompFilterTest {

    private static final int X86_64 = 0xC000003E;
    private static final int I386 = 0x40000003;
    private static final int ALLOWED = 0x7fff0000;
    private static final int KILLED = 0x80000000;
    private static final int NOT_PERMITTED = 0x00050001;
    private static final int NOT_IMPLEMENTED = 0x00050026;

    @Test
    void allowsWhatEveryProgramNeeds() {
        for (int number : new int[] {0, 1, 3, 11, 12, 59, 60, 202, 231, 257, 318, 334}) {
            assertEquals(ALLOWED, decide(false, X86_64, number, 0, 0, 0), "call " + number);
        }
    }

    @Test
    void refusesNamespacesMountsTracingAndKernelDoors() {
        Map<String, Integer> doors = Map.of(
                "ptrace",
                101,
                "mount",
                165,
                "unshare",
                272,
                "setns",
                308,
                "bpf",
                321,
                "io_uring_setup",
                425,
                "keyctl",
                250,
                "userfaultfd",
                323,
                "kexec_load",
                246,
                "process_vm_readv",
                310);
        doors.forEach((name, number) -> assertEquals(NOT_PERMITTED, decide(true, X86_64, number, 0, 0, 0), name));
        assertEquals(NOT_IMPLEMENTED, decide(true, X86_64, 435, 0, 0, 0), "clone3");
    }

    @Property
    void killsOtherArchitecturesWhateverTheyCall(@ForAll int number) {
        assertEquals(KILLED, decide(true, I386, number, 0, 0, 0));
    }

    @Property
    void refusesNumbersThatLinuxDoesNotKnow(@ForAll @IntRange(min = 470, max = Integer.MAX_VALUE) int number) {
        assertEquals(NOT_PERMITTED, decide(true, X86_64, number, 0, 0, 0));
    }

    @Property
    void refusesNegativeNumbers(@ForAll @IntRange(min = Integer.MIN_VALUE, max = -1) int number) {
        assertEquals(NOT_PERMITTED, decide(true, X86_64, number, 0, 0, 0));
    }

    @Property
    void makesThreadsButNoNamespaces(@ForAll int flags) {
        int expected = (flags & 0x7E020080) == 0 ? ALLOWED : NOT_PERMITTED;
        assertEquals(expected, decide(true, X86_64, 56, flags, 0, 0));
    }

    @Property
    void makesUnixSocketsOnlyWhereTheyAreGranted(@ForAll @IntRange(min = 0, max = 64) int family) {
        assertEquals(NOT_PERMITTED, decide(false, X86_64, 41, family, 0, 0));
        assertEquals(family == 1 ? ALLOWED : NOT_PERMITTED, decide(true, X86_64, 41, family, 0, 0));
    }

    @Property
    void mapsSharedMemoryOnlyFromAFile(@ForAll int flags) {
        boolean sharedAnonymous = (flags & 0x01) != 0 && (flags & 0x20) != 0;
        assertEquals(sharedAnonymous ? NOT_PERMITTED : ALLOWED, decide(false, X86_64, 9, 0, 0, flags));
    }

    @Test
    void refusesForgedTerminalInput() {
        assertEquals(NOT_PERMITTED, decide(false, X86_64, 16, 0, 0x5412, 0));
        assertEquals(NOT_PERMITTED, decide(false, X86_64, 16, 0, 0x541C, 0));
        assertEquals(ALLOWED, decide(false, X86_64, 16, 0, 0x541B, 0));
    }

    private static int decide(boolean unixSockets, int architecture, int number, int first, int second, int fourth) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        data.putInt(0, number)
                .putInt(4, architecture)
                .putInt(16, first)
                .putInt(24, second)
                .putInt(40, fourth);
        ByteBuffer program = ByteBuffer.wrap(SeccompFilter.program(unixSockets)).order(ByteOrder.nativeOrder());
        int accumulator = 0;
        int at = 0;
        while (true) {
            int operand = program.getInt(8 * at + 4);
            int ifTrue = Byte.toUnsignedInt(program.get(8 * at + 2));
            int ifFalse = Byte.toUnsignedInt(program.get(8 * at + 3));
            int compared = Integer.compareUnsigned(accumulator, operand);
            switch (program.getShort(8 * at)) {
                case 0x20 -> accumulator = data.getInt(operand);
                case 0x54 -> accumulator &= operand;
                case 0x15 -> at += compared == 0 ? ifTrue : ifFalse;
                case 0x25 -> at += compared > 0 ? ifTrue : ifFalse;
                case 0x35 -> at += compared >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return operand;
                }
                default -> throw new AssertionError("unknown instruction at " + at);
            }
            at++;
        }
    }
}
