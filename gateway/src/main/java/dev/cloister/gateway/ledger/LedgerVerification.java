package dev.cloister.gateway.ledger;

import dev.cloister.gateway.hash.Sha256;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the whole log and says what does not hold. */
public final class LedgerVerification {

    private final Jdbi jdbi;
    private final SigningKeys keys;
    private final Checkpoints checkpoints;

    public LedgerVerification(Jdbi jdbi, SigningKeys keys, Checkpoints checkpoints) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.checkpoints = checkpoints;
    }

    /**
     * What was found.
     *
     * @param entries entries read
     * @param checkpoints checkpoints compared
     * @param findings what does not hold, in words; empty when all does
     */
    public record Result(long entries, int checkpoints, List<String> findings) {
        public boolean holds() {
            return findings.isEmpty();
        }
    }

    public Result run() {
        List<String> findings = new ArrayList<>();
        Map<Long, String> claimed = new HashMap<>();
        List<Checkpoint> exported = checkpoints.all();
        for (Checkpoint checkpoint : exported) {
            if (!signed(checkpoint)) {
                findings.add("CHECKPOINT_FORGED: the checkpoint of entry " + checkpoint.seq() + " is not signed by us");
            }
            claimed.put(checkpoint.seq(), checkpoint.hash());
        }
        Walk walk = new Walk(findings, claimed);
        jdbi.useHandle(handle -> {
            try (Stream<LedgerEntry> entries = handle
                    .createQuery(Ledger.SELECT + "order by seq")
                    .setFetchSize(1000)
                    .map(ConstructorMapper.of(LedgerEntry.class))
                    .stream()) {
                entries.forEach(walk::visit);
            }
        });
        if (walk.entries == 0) {
            findings.add("LOG_EMPTY: the log holds no entry, though each start of the gateway writes one");
        }
        claimed.forEach((seq, hash) ->
                findings.add("ENTRIES_MISSING: a checkpoint names entry " + seq + ", which the log lacks"));
        return new Result(walk.entries, exported.size(), List.copyOf(findings));
    }

    private boolean signed(Checkpoint checkpoint) {
        byte[] message = Checkpoint.message(checkpoint.seq(), checkpoint.hash(), checkpoint.at());
        Base64.Decoder base64 = Base64.getDecoder();
        return keys.verifyEd25519(message, base64.decode(checkpoint.ed25519()))
                && keys.verifyMlDsa(message, base64.decode(checkpoint.mlDsa65()));
    }

    private final class Walk {
        private final List<String> findings;
        private final Map<Long, String> claimed;
        private long entries;
        private long expected = 1;
        private byte[] previous = new byte[32];

        Walk(List<String> findings, Map<Long, String> claimed) {
            this.findings = findings;
            this.claimed = claimed;
        }

        void visit(LedgerEntry entry) {
            entries++;
            if (entry.seq() != expected) {
                findings.add("GAP: entry " + expected + " is missing");
            } else if (!Arrays.equals(entry.previousHash(), previous)) {
                findings.add("CHAIN_BROKEN: entry " + entry.seq() + " does not follow the one before it");
            }
            if (!Arrays.equals(Sha256.of(entry.body()), entry.hash())) {
                findings.add("ENTRY_CHANGED: entry " + entry.seq() + " is not what was hashed");
            }
            if (!keys.verifyEd25519(entry.hash(), entry.signature())) {
                findings.add("SIGNATURE_INVALID: entry " + entry.seq() + " is not signed by us");
            }
            String claim = claimed.remove(entry.seq());
            if (claim != null && !claim.equals(HexFormat.of().formatHex(entry.hash()))) {
                findings.add("CHECKPOINT_DIFFERS: entry " + entry.seq() + " is not the one that was exported");
            }
            expected = entry.seq() + 1;
            previous = entry.hash();
        }
    }
}
