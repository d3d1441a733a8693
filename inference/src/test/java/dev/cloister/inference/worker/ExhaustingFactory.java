package dev.cloister.inference.worker;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.LogitsStageFactory;

/** A stage that uses up the stack or the heap, while it is made or while it is asked, as its parameters say. */
public final class ExhaustingFactory implements LogitsStageFactory {

    static final byte[] STACK_WHEN_MADE = {0, 0};
    static final byte[] HEAP_WHEN_MADE = {0, 1};
    static final byte[] STACK_WHEN_ASKED = {1, 0};
    static final byte[] HEAP_WHEN_ASKED = {1, 1};

    @Override
    public String name() {
        return "exhausting";
    }

    @Override
    public LogitsStage create(byte[] parameters) {
        if (parameters[0] == 0) {
            exhaust(parameters[1]);
        }
        return new LogitsStage.TokenBias() {
            @Override
            public double bias(int previous, int candidate) {
                return exhaust(parameters[1]);
            }

            @Override
            public double bound() {
                return 1;
            }
        };
    }

    private static long exhaust(int what) {
        return what == 0 ? depth(1) : heap();
    }

    private static long depth(long at) {
        return at < 0 ? 0 : 1 + depth(at + 1) % 7;
    }

    private static long heap() {
        long[][] all = new long[64][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new long[16 << 20];
        }
        return all[0].length;
    }
}
