package dev.cloister.retrieval.federation.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.RingParameters;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * An owner's snapshot in a folder of its own: the offer, the quantised vectors, the sealed passages and their keys. What is
 * added to the collection later, or deleted from it, changes nothing here: make another snapshot and take this one back.
 */
public final class Snapshot {

    private static final String OFFER = "offer.json";
    private static final String VECTORS = "vectors.bin";
    private static final String SEALED = "sealed.bin";
    private static final String KEYS = "keys.bin";
    private static final String FORMAT_FIELD = "format";

    /** 2: passages are sealed with their headings, which are embedded too. */
    private static final int FORMAT = 2;

    private static final int SLOT_STEP = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Offer offer;
    private final byte[] vectors;
    private final byte[] keys;

    private Snapshot(Path folder, Offer offer, byte[] vectors, byte[] keys) {
        this.folder = folder;
        this.offer = offer;
        this.vectors = vectors;
        this.keys = keys;
    }

    /**
     * Writes a snapshot.
     *
     * @param snapshots the folder of all snapshots
     * @param embedder which model made the vectors
     * @param groups the group counts in which queries will be answered
     * @param auditKeys see {@link Offer#auditKeys}
     * @throws RetrievalException VECTOR_INVALID, REQUEST_INVALID where it is empty or a passage is too long,
     *     FEDERATION_STATE_UNAVAILABLE
     */
    public static Snapshot write(
            Path snapshots,
            String title,
            List<Entry> entries,
            String embedder,
            Quantisation quantisation,
            RingParameters parameters,
            List<Integer> groups,
            int auditKeys,
            SecureRandom random) {
        int longest = entries.stream()
                .mapToInt(entry -> content(entry).getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        int slot = Math.ceilDiv(longest + Passages.OVERHEAD, SLOT_STEP) * SLOT_STEP;
        if (entries.isEmpty() || entries.size() > Offer.MOST_VECTORS || slot > Offer.LARGEST_SLOT) {
            throw new RetrievalException(
                    Code.REQUEST_INVALID,
                    "A snapshot has 1 to " + Offer.MOST_VECTORS + " passages of at most " + Offer.LARGEST_SLOT
                            + " bytes. Nothing was offered.");
        }
        try {
            Files.createDirectories(snapshots);
            Path draft = Files.createTempDirectory(snapshots, "draft-");
            byte[] keys = new byte[entries.size() * Passages.KEY_BYTES];
            random.nextBytes(keys);
            MessageDigest content = sha256();
            MessageDigest sealed = sha256();
            try (OutputStream vectors = open(draft, VECTORS);
                    OutputStream slots = open(draft, SEALED)) {
                for (int i = 0; i < entries.size(); i++) {
                    byte[] vector = quantisation.quantise(entries.get(i).vector());
                    byte[] sealedSlot = Passages.seal(i, content(entries.get(i)), slot, key(keys, i));
                    vectors.write(vector);
                    slots.write(sealedSlot);
                    content.update(vector);
                    sealed.update(sealedSlot);
                }
            }
            byte[] sealedHash = sealed.digest();
            content.update(sealedHash);
            content.update((embedder + "\n" + quantisation + "\n" + parameters).getBytes(StandardCharsets.UTF_8));
            Offer offer = new Offer(
                    HexFormat.of().formatHex(content.digest()),
                    title,
                    entries.size(),
                    quantisation.dimensions(),
                    embedder,
                    quantisation.clip(),
                    parameters,
                    groups,
                    slot,
                    HexFormat.of().formatHex(sealedHash),
                    auditKeys);
            Files.write(draft.resolve(KEYS), keys);
            ObjectNode written = JSON.valueToTree(offer);
            written.put(FORMAT_FIELD, FORMAT);
            Files.write(
                    draft.resolve(OFFER), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(written));
            Path folder = snapshots.resolve(offer.snapshot());
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
            return open(folder);
        } catch (IOException e) {
            throw unavailable(snapshots, e);
        }
    }

    /**
     * @throws RetrievalException FEDERATION_STATE_UNAVAILABLE, or FEDERATION_OFFER_GONE where it was made before passages were
     *     sealed with all that their vectors stand for
     */
    public static Snapshot open(Path folder) {
        try {
            Offer offer = offer(folder.resolve(OFFER));
            byte[] vectors = Files.readAllBytes(folder.resolve(VECTORS));
            byte[] keys = Files.readAllBytes(folder.resolve(KEYS));
            if (vectors.length != offer.vectors() * offer.dimensions()
                    || keys.length != offer.vectors() * Passages.KEY_BYTES
                    || Files.size(folder.resolve(SEALED)) != (long) offer.vectors() * offer.slotBytes()) {
                throw new IOException("its files have other lengths than its offer says");
            }
            return new Snapshot(folder, offer, vectors, keys);
        } catch (IOException e) {
            throw unavailable(folder, e);
        }
    }

    private static Offer offer(Path file) throws IOException {
        if (!(JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode written)) {
            throw new IOException("its offer is no object");
        }
        JsonNode format = written.remove(FORMAT_FIELD);
        if (format == null || format.asInt() != FORMAT) {
            throw new RetrievalException(
                    Code.FEDERATION_OFFER_GONE,
                    "The snapshot was made by another version of Cloister, so that its texts would not go with their scores."
                            + " Its owner may revoke the party and invite it again.");
        }
        return JSON.treeToValue(written, Offer.class);
    }

    /** The folders of all snapshots, whole ones only. */
    public static List<Path> folders(Path snapshots) {
        if (!Files.isDirectory(snapshots)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(snapshots)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("[0-9a-f]{64}"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unavailable(snapshots, e);
        }
    }

    public Offer offer() {
        return offer;
    }

    /** The quantised vectors, in the passages' order. */
    public List<byte[]> vectors() {
        int dimensions = offer.dimensions();
        return new AbstractList<>() {
            @Override
            public byte[] get(int index) {
                return Arrays.copyOfRange(vectors, index * dimensions, (index + 1) * dimensions);
            }

            @Override
            public int size() {
                return offer.vectors();
            }
        };
    }

    /** The file with all sealed passages. */
    public Path sealed() {
        return folder.resolve(SEALED);
    }

    /** A passage's key. */
    public byte[] key(int passage) {
        return key(keys, passage);
    }

    private static byte[] key(byte[] keys, int passage) {
        return Arrays.copyOfRange(keys, passage * Passages.KEY_BYTES, (passage + 1) * Passages.KEY_BYTES);
    }

    private static String content(Entry entry) {
        return entry.title().replace('\n', ' ') + "\n" + entry.text();
    }

    private static OutputStream open(Path folder, String file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(folder.resolve(file)), 1 << 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static RetrievalException unavailable(Path where, IOException cause) {
        return new RetrievalException(
                Code.FEDERATION_STATE_UNAVAILABLE, "The snapshot in " + where + " cannot be read or written.", cause);
    }
}
