package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** Holds a tournament among tokens that were drawn. For one generation, on one thread. */
final class TournamentStage implements LogitsStage.TokenChoice {

    /** Stands before an answer's first token. */
    static final int NO_TOKEN = -1;

    /** Contexts remembered, more than an answer has. */
    private static final int HISTORY = 8192;

    private final TokenMac mac;
    private final int layers;
    private final int width;
    private final GeneratedContexts contexts;
    private final Entrants entrants;

    TournamentStage(TokenMac mac, TournamentParameters parameters) {
        this.mac = mac;
        layers = parameters.layers();
        width = parameters.width();
        contexts = new GeneratedContexts(width, NO_TOKEN, HISTORY);
        entrants = new Entrants(1 << layers);
    }

    @Override
    public int choose(int[] tokens, IntSupplier draws, DoubleSupplier uniforms) {
        int[] context = contexts.of(tokens);
        if (context[0] == NO_TOKEN || contexts.repeats(context)) {
            return draws.getAsInt();
        }
        entrants.clear();
        int[] players = new int[1 << layers];
        for (int i = 0; i < players.length; i++) {
            players[i] = entrants.enter(draws.getAsInt());
        }
        for (int layer = 0; layer < layers; layer++) {
            for (int match = 0; match < players.length >> layer + 1; match++) {
                players[match] = winner(players[2 * match], players[2 * match + 1], layer, context, uniforms);
            }
        }
        return entrants.token(players[0]);
    }

    private int winner(int one, int other, int layer, int[] context, DoubleSupplier uniforms) {
        if (one == other) {
            return one;
        }
        long ahead =
                (entrants.bits(one, context, mac) >>> layer & 1) - (entrants.bits(other, context, mac) >>> layer & 1);
        if (ahead == 0) {
            return uniforms.getAsDouble() < 0.5 ? one : other;
        }
        return ahead > 0 ? one : other;
    }

    /** The distinct tokens of a tournament with their g values, which are computed for those that meet another. */
    private static final class Entrants {

        private static final int MULTIPLIER = 0x9E3779B1;

        private final int[] slots;
        private final int shift;
        private final int[] tokens;
        private final long[] bits;
        private final boolean[] known;
        private int count;

        /** @param most tokens, a power of two */
        Entrants(int most) {
            slots = new int[4 * most];
            shift = Integer.numberOfLeadingZeros(slots.length) + 1;
            tokens = new int[most];
            bits = new long[most];
            known = new boolean[most];
        }

        void clear() {
            java.util.Arrays.fill(slots, 0);
            java.util.Arrays.fill(known, false);
            count = 0;
        }

        /** A token's number; the same token has the same. */
        int enter(int token) {
            int slot = token * MULTIPLIER >>> shift;
            while (slots[slot] != 0 && tokens[slots[slot] - 1] != token) {
                slot = slot + 1 & slots.length - 1;
            }
            if (slots[slot] == 0) {
                tokens[count++] = token;
                slots[slot] = count;
            }
            return slots[slot] - 1;
        }

        int token(int number) {
            return tokens[number];
        }

        long bits(int number, int[] context, TokenMac mac) {
            if (!known[number]) {
                bits[number] = mac.firstEightBytes(context, tokens[number]);
                known[number] = true;
            }
            return bits[number];
        }
    }
}
