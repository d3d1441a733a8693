package dev.cloister.retrieval.federation.party;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The parties in a file of the node's folder. The node and commands beside it may both change it: each change is read,
 * made and written under a lock, whole or not at all.
 */
public final class PartyStore {

    private static final String FILE = "parties.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .build();

    /** A file lock is the process's, not the thread's. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path folder;

    /** @param folder that the node keeps what it knows in */
    public PartyStore(Path folder) {
        this.folder = folder;
    }

    /** As they are now. */
    public Parties parties() {
        try {
            return JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), Parties.class);
        } catch (NoSuchFileException e) {
            return Parties.NONE;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** An invitation that waits. */
    public void invite(PendingInvitation invitation) {
        change(all -> new Parties(all.guests(), all.hosts(), and(all.invitations(), invitation)));
    }

    /**
     * Accepts an invitation, which works once; a guest that is there already gets what the new one says.
     *
     * @throws RetrievalException FEDERATION_INVITATION_INVALID
     */
    public Guest accept(String token, PartyId by, Instant now) {
        String hash = Invitation.hashOf(token);
        // Without a lock first: whoever guesses keeps nobody waiting.
        requireInvited(parties(), hash, by, now);
        List<Guest> accepted = new ArrayList<>();
        change(all -> {
            PendingInvitation invitation = requireInvited(all, hash, by, now);
            Guest guest = invitation.acceptedBy(by, now);
            accepted.add(guest);
            return new Parties(
                    and(
                            all.guests().stream()
                                    .filter(one -> !one.id().equals(by))
                                    .toList(),
                            guest),
                    all.hosts(),
                    all.invitations().stream()
                            .filter(one -> !one.equals(invitation) && now.isBefore(one.until()))
                            .toList());
        });
        return accepted.getFirst();
    }

    /** The invitation with that token; who was shut out comes back under the same name only. */
    private static PendingInvitation requireInvited(Parties all, String hash, PartyId by, Instant now) {
        return all.invitations().stream()
                .filter(one -> one.tokenHash().equals(hash) && now.isBefore(one.until()))
                .filter(one -> all.guest(by)
                        .filter(guest -> !guest.active())
                        .map(guest -> guest.name().equals(one.name()))
                        .orElse(true))
                .findFirst()
                .orElseThrow(() -> new RetrievalException(
                        Code.FEDERATION_INVITATION_INVALID,
                        "The invitation was used before, is over, or was never made. Ask for a new one."));
    }

    /** Refuses a name that another party has. */
    public void requireFree(String name, PartyId id) {
        if (parties().hosts().stream()
                .anyMatch(one -> one.name().equals(name) && !one.id().equals(id))) {
            throw new RetrievalException(
                    Code.REQUEST_INVALID, "Another party is called " + name + ". Nothing was joined.");
        }
    }

    /** A party that may be asked, in place of what was known of it. */
    public void join(Host host) {
        change(all -> new Parties(
                all.guests(),
                and(
                        all.hosts().stream()
                                .filter(one -> !one.id().equals(host.id()))
                                .toList(),
                        host),
                all.invitations()));
    }

    /** Shuts a guest out, takes back invitations of that name, and forgets a host of that name; whether there was any. */
    public boolean revoke(String name, Instant now) {
        Parties before = parties();
        Parties after = change(all -> new Parties(
                all.guests().stream()
                        .map(one -> one.name().equals(name) && one.active() ? one.revokedAt(now) : one)
                        .toList(),
                all.hosts().stream().filter(one -> !one.name().equals(name)).toList(),
                all.invitations().stream()
                        .filter(one -> !one.name().equals(name))
                        .toList()));
        return !before.equals(after);
    }

    /** The guest, where it may ask now. */
    public Optional<Guest> active(PartyId id) {
        return parties().guest(id).filter(Guest::active);
    }

    private Parties change(UnaryOperator<Parties> change) {
        synchronized (ONE_AT_A_TIME) {
            return locked(change);
        }
    }

    private Parties locked(UnaryOperator<Parties> change) {
        try (FileChannel lock = FileChannel.open(
                        folder.resolve("parties.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            Parties changed = change.apply(parties());
            Path draft = folder.resolve(FILE + ".new");
            try (FileChannel out = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(changed));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            return changed;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static <T> List<T> and(List<T> some, T one) {
        return Stream.concat(some.stream(), Stream.of(one)).toList();
    }

    private RetrievalException unavailable(IOException cause) {
        return new RetrievalException(
                Code.FEDERATION_STATE_UNAVAILABLE,
                "The parties in " + folder.resolve(FILE) + " cannot be read or written; what was there is kept.",
                cause);
    }
}
