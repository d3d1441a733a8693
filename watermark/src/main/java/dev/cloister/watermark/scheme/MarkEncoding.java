package dev.cloister.watermark.scheme;

import dev.cloister.watermark.key.MarkKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a marker needs of its scheme, as bytes: the scheme's name, then its fields in the record's order, big-endian. What
 * only the detector needs is left out.
 */
final class MarkEncoding {

    private MarkEncoding() {}

    static void write(MarkScheme.OnTokens scheme, DataOutputStream out) throws IOException {
        out.writeUTF(scheme.name());
        switch (scheme) {
            case KeyedGreenList one -> write(one.key(), one.parameters(), out);
            case KeyedTournament one -> {
                write(one.key(), out);
                out.writeByte(one.parameters().width());
                out.writeByte(one.parameters().layers());
            }
            case Unigram one -> write(one.key(), one.parameters(), out);
            case EntropyGated one -> {
                write(one.key(), one.parameters(), out);
                out.writeDouble(one.threshold());
            }
            case KgwGreenList one -> {
                out.writeLong(one.key());
                out.writeInt(one.vocabulary());
                write(one.parameters(), out);
            }
            case Gumbel one -> out.writeLong(one.key());
            case SynthId one -> write(one, out);
            case SynthIdBayesian one -> write(one.scheme(), out);
            case SparseBias one -> {
                write(one.key(), out);
                out.writeDouble(one.delta());
                out.writeInt(one.frequent().size());
                for (int token : one.frequent()) {
                    out.writeInt(token);
                }
            }
            case Topic one -> {
                byte[] list = one.lists().lists().get(one.topic()).toByteArray();
                out.writeDouble(one.delta());
                out.writeInt(list.length);
                out.write(list);
            }
        }
    }

    static MarkScheme.OnTokens read(DataInputStream in) throws IOException {
        String name = in.readUTF();
        return switch (name) {
            case GreenListStageFactory.NAME -> new KeyedGreenList(key(in), parameters(in));
            case KeyedTournament.NAME ->
                new KeyedTournament(key(in), new TournamentParameters(in.readByte(), in.readByte()));
            case "unigram" -> new Unigram(key(in), parameters(in));
            case "entropy-gated" -> new EntropyGated(key(in), parameters(in), in.readDouble(), MarkEncoding::unknown);
            case "kgw-left-hash" -> kgw(KgwSeeding.LEFT_HASH, in);
            case "kgw-self-hash" -> kgw(KgwSeeding.SELF_HASH, in);
            case "gumbel" -> new Gumbel(in.readLong());
            case "synthid", "synthid-bayesian" -> synthId(in);
            case "sparse-bias" -> sparse(in);
            case "topic" -> topic(in);
            default -> throw new IllegalArgumentException("No mark is called " + name + ".");
        };
    }

    private static void write(SynthId scheme, DataOutputStream out) throws IOException {
        out.writeInt(scheme.keys().size());
        for (long key : scheme.keys()) {
            out.writeLong(key);
        }
    }

    private static void write(MarkKey key, GreenListParameters parameters, DataOutputStream out) throws IOException {
        write(key, out);
        write(parameters, out);
    }

    private static void write(MarkKey key, DataOutputStream out) throws IOException {
        byte[] secret = key.reveal();
        try {
            out.write(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static void write(GreenListParameters parameters, DataOutputStream out) throws IOException {
        out.writeDouble(parameters.gamma());
        out.writeDouble(parameters.delta());
    }

    private static MarkKey key(DataInputStream in) throws IOException {
        byte[] secret = new byte[MarkKey.BYTES];
        try {
            in.readFully(secret);
            return MarkKey.of(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static GreenListParameters parameters(DataInputStream in) throws IOException {
        return new GreenListParameters(in.readDouble(), in.readDouble());
    }

    private static KgwGreenList kgw(KgwSeeding seeding, DataInputStream in) throws IOException {
        return new KgwGreenList(seeding, in.readLong(), in.readInt(), parameters(in));
    }

    private static SynthId synthId(DataInputStream in) throws IOException {
        List<Long> keys = new ArrayList<>();
        for (int left = count(in, Long.BYTES); left > 0; left--) {
            keys.add(in.readLong());
        }
        return new SynthId(keys);
    }

    private static SparseBias sparse(DataInputStream in) throws IOException {
        MarkKey key = key(in);
        double delta = in.readDouble();
        List<Integer> frequent = new ArrayList<>();
        for (int left = count(in, Integer.BYTES); left > 0; left--) {
            frequent.add(in.readInt());
        }
        return new SparseBias(key, frequent, delta);
    }

    private static Topic topic(DataInputStream in) throws IOException {
        double delta = in.readDouble();
        byte[] list = new byte[count(in, 1)];
        in.readFully(list);
        return new Topic(new TopicLists(List.of(BitSet.valueOf(list)), new BitSet()), 0, delta);
    }

    /** Refuses a count that the bytes which are left cannot hold. */
    private static int count(DataInputStream in, int size) throws IOException {
        int count = in.readInt();
        if (count < 0 || (long) count * size > in.available()) {
            throw new IllegalArgumentException("A count does not fit the parameters' length.");
        }
        return count;
    }

    private static double[] unknown(int[] tokens) {
        throw new UnsupportedOperationException("A marker's scheme does not detect.");
    }
}
