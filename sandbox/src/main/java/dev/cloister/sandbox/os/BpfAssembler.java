package dev.cloister.sandbox.os;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Classic BPF for seccomp, instruction by instruction: {@code struct sock_filter {u16 code; u8 jt; u8 jf; u32 k}} in the
 * machine's order. Jumps count the instructions to skip, so that code is written as "if not, skip the next".
 */
final class BpfAssembler {

    /** The most instructions that Linux accepts (BPF_MAXINSNS). */
    private static final int MAX_INSTRUCTIONS = 4096;

    private static final int INSTRUCTION_BYTES = 8;

    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER = 0x25;
    private static final int JUMP_GREATER_OR_EQUAL = 0x35;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    /** Loads the word at this offset of {@code struct seccomp_data}. */
    BpfAssembler load(int offset) {
        return emit(LOAD_WORD, 0, 0, offset);
    }

    BpfAssembler and(int mask) {
        return emit(AND, 0, 0, mask);
    }

    BpfAssembler skipIfEqual(int value, int instructions) {
        return emit(JUMP_EQUAL, instructions, 0, value);
    }

    BpfAssembler skipUnlessEqual(int value, int instructions) {
        return emit(JUMP_EQUAL, 0, instructions, value);
    }

    BpfAssembler skipUnlessAbove(int value, int instructions) {
        return emit(JUMP_GREATER, 0, instructions, value);
    }

    BpfAssembler skipIfAbove(int value, int instructions) {
        return emit(JUMP_GREATER, instructions, 0, value);
    }

    BpfAssembler skipIfAtLeast(int value, int instructions) {
        return emit(JUMP_GREATER_OR_EQUAL, instructions, 0, value);
    }

    BpfAssembler answer(int action) {
        return emit(RETURN, 0, 0, action);
    }

    byte[] program() {
        if (code.size() > MAX_INSTRUCTIONS * INSTRUCTION_BYTES) {
            throw new IllegalStateException("the filter is longer than Linux accepts");
        }
        return code.toByteArray();
    }

    private BpfAssembler emit(int operation, int ifTrue, int ifFalse, int value) {
        if (ifTrue > 255 || ifFalse > 255) {
            throw new IllegalArgumentException("a jump reaches at most 255 instructions");
        }
        code.writeBytes(ByteBuffer.allocate(INSTRUCTION_BYTES)
                .order(ByteOrder.nativeOrder())
                .putShort((short) operation)
                .put((byte) ifTrue)
                .put((byte) ifFalse)
                .putInt(value)
                .array());
        return this;
    }
}
