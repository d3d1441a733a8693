package dev.cloister.retrieval.federation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.node.FederationNode;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Budget;
import dev.cloister.retrieval.federation.party.BudgetBook;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.federation.party.Invitation;
import dev.cloister.retrieval.federation.party.NodeIdentity;
import dev.cloister.retrieval.federation.party.Parties;
import dev.cloister.retrieval.federation.party.PartyStore;
import dev.cloister.retrieval.federation.party.PendingInvitation;
import dev.cloister.retrieval.ring.GroupSize;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.RingParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a node keeps in its folder, and what its operator does with it. Commands and a running node may use it at once. */
public final class NodeFolder {

    private static final String SETTINGS = "node.json";
    private static final Duration INVITATION_HOLDS = Duration.ofDays(7);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A fast network and a slow one: queries are answered in the group counts that suit either. */
    private static final double[] BANDWIDTHS = {1e9, 1e7, 1e6};

    private final Path folder;

    public NodeFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Where a node listens.
     *
     * @param bind the address of this machine
     * @param address how others reach it
     * @param port its port
     */
    public record Settings(String bind, String address, int port) {}

    /**
     * What an invited party may do.
     *
     * @param noise see {@link Guest#noise}
     * @param auditKeys see {@link Offer#auditKeys}
     */
    public record Terms(String name, Budget budget, boolean trusted, int noise, int auditKeys) {}

    /** Whether this node takes part. */
    public boolean exists() {
        return NodeIdentity.exists(folder) && Files.exists(folder.resolve(SETTINGS));
    }

    /** Makes the node's key and writes down where it listens. */
    public NodeIdentity init(String name, Settings settings) {
        if (NodeIdentity.exists(folder)) {
            return NodeIdentity.create(folder, name);
        }
        try {
            Files.createDirectories(folder);
            Files.write(
                    folder.resolve(SETTINGS),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(settings));
            return NodeIdentity.create(folder, name);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    public NodeIdentity identity() {
        return NodeIdentity.open(folder);
    }

    public Settings settings() {
        try {
            return JSON.readValue(Files.readAllBytes(folder.resolve(SETTINGS)), Settings.class);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    public Parties parties() {
        return new PartyStore(folder).parties();
    }

    /** What the party of that name was invited to and has not accepted yet. */
    public Offer offer(String invited) {
        return parties().invitations().stream()
                .filter(one -> one.name().equals(invited))
                .map(one -> Snapshot.open(FederationNode.snapshots(folder).resolve(one.offer()))
                        .offer())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new RetrievalException(
                        Code.REQUEST_INVALID, "Nobody is invited under the name " + invited + "."));
    }

    /** How many queries a guest has left. */
    public int left(Guest guest) {
        return BudgetBook.left(folder, guest, Instant.now());
    }

    /**
     * Makes a snapshot of these passages and an invitation to it, which holds for a week.
     *
     * @param embedder which model made their vectors
     */
    public Invitation invite(Terms terms, String title, List<Entry> entries, String embedder) {
        requireFree(terms.name());
        SecureRandom random = new SecureRandom();
        Quantisation quantisation =
                Quantisation.of(entries.isEmpty() ? 384 : entries.getFirst().vector().length);
        Snapshot snapshot = Snapshot.write(
                FederationNode.snapshots(folder),
                title,
                entries,
                embedder,
                quantisation,
                RingParameters.STANDARD,
                groups(quantisation.dimensions(), entries.size()),
                terms.auditKeys(),
                random);
        Settings settings = settings();
        Invitation invitation =
                Invitation.to(settings.address(), settings.port(), identity().id(), random);
        new PartyStore(folder)
                .invite(new PendingInvitation(
                        Invitation.hashOf(invitation.token()),
                        terms.name(),
                        snapshot.offer().snapshot(),
                        terms.budget(),
                        terms.trusted(),
                        terms.noise(),
                        Instant.now().plus(INVITATION_HOLDS)));
        return invitation;
    }

    /** Shuts a party out and takes back snapshots that nobody may search any longer; whether the name was known. */
    public boolean revoke(String name) {
        boolean known = new PartyStore(folder).revoke(name, Instant.now());
        Parties parties = parties();
        Set<String> used = new LinkedHashSet<>();
        parties.guests().stream().filter(Guest::active).map(Guest::offer).forEach(used::add);
        Instant now = Instant.now();
        parties.invitations().stream()
                .filter(one -> now.isBefore(one.until()))
                .map(PendingInvitation::offer)
                .forEach(used::add);
        for (Path snapshot : Snapshot.folders(FederationNode.snapshots(folder))) {
            if (!used.contains(snapshot.getFileName().toString())) {
                delete(snapshot);
            }
        }
        return known;
    }

    private void requireFree(String name) {
        Parties parties = parties();
        boolean taken = parties.guests().stream()
                        .anyMatch(one -> one.active() && one.name().equals(name))
                || parties.invitations().stream()
                        .anyMatch(
                                one -> one.name().equals(name) && Instant.now().isBefore(one.until()));
        if (taken || !name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}")) {
            throw new RetrievalException(
                    Code.REQUEST_INVALID,
                    "The name \"" + name
                            + "\" is taken or has other signs than letters, digits, spaces and . _ -. Nobody was"
                            + " invited.");
        }
    }

    private static List<Integer> groups(int dimensions, int vectors) {
        Set<Integer> groups = new LinkedHashSet<>();
        for (double bandwidth : BANDWIDTHS) {
            groups.add(GroupSize.choose(
                    RingParameters.STANDARD, dimensions, Math.max(1, vectors), bandwidth / 2, bandwidth));
        }
        // One that every owner offers, so that a question can go to owners of any size.
        groups.add(common(dimensions));
        return new ArrayList<>(groups);
    }

    private static int common(int dimensions) {
        return Optional.of(dimensions / Offer.COMMON_GROUP_WIDTH)
                .filter(quarter -> quarter > 0 && dimensions % quarter == 0)
                .orElse(1);
    }

    /** Out of the way first: half a snapshot is none, wherever a crash comes. */
    private static void delete(Path snapshot) {
        try {
            Path gone = snapshot.resolveSibling("gone-" + snapshot.getFileName());
            Files.move(snapshot, gone, StandardCopyOption.ATOMIC_MOVE);
            try (var files = Files.list(gone)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(gone);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static RetrievalException unavailable(IOException cause) {
        return new RetrievalException(
                Code.FEDERATION_STATE_UNAVAILABLE, "The node's folder cannot be read or written.", cause);
    }
}
