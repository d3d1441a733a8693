package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.offer.Offer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Sealed passages of other parties, whole snapshots at a time: which of them is opened later nobody sees. */
final class PassageCache {

    private static final int SLOTS_AT_A_TIME = 64;

    private final Path folder;

    PassageCache(Path folder) {
        this.folder = folder;
    }

    boolean has(Offer offer) {
        return Files.isRegularFile(file(offer));
    }

    /**
     * Fetches all, and keeps them if they are what was offered.
     *
     * @throws RetrievalException FEDERATION_MESSAGE_MALFORMED where they are not
     */
    void fill(Offer offer, PartyClient party) {
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "passages", ".new");
            try {
                fetch(offer, party, draft);
                Files.move(draft, file(offer), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static void fetch(Offer offer, PartyClient party, Path draft) throws IOException {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 20)) {
                for (int first = 0; first < offer.vectors(); first += SLOTS_AT_A_TIME) {
                    byte[] slots = party.slots(offer, first, Math.min(SLOTS_AT_A_TIME, offer.vectors() - first));
                    hash.update(slots);
                    out.write(slots);
                }
            }
            if (!HexFormat.of().formatHex(hash.digest()).equals(offer.sealedHash())) {
                throw new RetrievalException(
                        Code.FEDERATION_MESSAGE_MALFORMED, "The party sent other passages than it offered.");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    byte[] slot(Offer offer, int passage) {
        try (RandomAccessFile file = new RandomAccessFile(file(offer).toFile(), "r")) {
            byte[] slot = new byte[offer.slotBytes()];
            file.seek((long) passage * offer.slotBytes());
            file.readFully(slot);
            return slot;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** By what it holds, which was checked: no party can put anything in the place of another's. */
    private Path file(Offer offer) {
        return folder.resolve(offer.sealedHash() + ".bin");
    }

    private RetrievalException unavailable(IOException cause) {
        return new RetrievalException(
                Code.FEDERATION_STATE_UNAVAILABLE, "The passages in " + folder + " cannot be read or written.", cause);
    }
}
