package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** Holds a tournament among tokens that were drawn. For one generation, on one thread. */
final class TournamentStage implements LogitsStage.TokenChoice {

    /** Stands before an answer's first token. */
    static final int NO_TOKEN = -1;

    private final TokenMac mac;
    private final int layers;
    private final GeneratedContexts contexts;

    TournamentStage(TokenMac mac, TournamentParameters parameters) {
        this.mac = mac;
        layers = parameters.layers();
        contexts = new GeneratedContexts(parameters.width(), NO_TOKEN, Integer.MAX_VALUE);
    }

    @Override
    public int choose(int[] tokens, IntSupplier draws, DoubleSupplier uniforms) {
        int[] context = contexts.of(tokens);
        if (context[0] == NO_TOKEN || contexts.repeats(context)) {
            return draws.getAsInt();
        }
        int[] players = new int[1 << layers];
        for (int i = 0; i < players.length; i++) {
            players[i] = draws.getAsInt();
        }
        Map<Integer, Long> values = new HashMap<>();
        for (int layer = 0; layer < layers; layer++) {
            for (int match = 0; match < players.length >> layer + 1; match++) {
                int one = players[2 * match];
                int other = players[2 * match + 1];
                players[match] = one == other || wins(one, other, layer, context, values, uniforms) ? one : other;
            }
        }
        return players[0];
    }

    /** @param values g values of tokens that met another, computed once */
    private boolean wins(
            int one, int other, int layer, int[] context, Map<Integer, Long> values, DoubleSupplier uniforms) {
        long ahead = value(one, layer, context, values) - value(other, layer, context, values);
        return ahead == 0 ? uniforms.getAsDouble() < 0.5 : ahead > 0;
    }

    private long value(int token, int layer, int[] context, Map<Integer, Long> values) {
        long bits = values.computeIfAbsent(token, unknown -> mac.firstEightBytes(context, unknown));
        return bits >>> layer & 1;
    }
}
