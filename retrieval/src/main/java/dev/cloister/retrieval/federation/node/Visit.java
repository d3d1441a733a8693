package dev.cloister.retrieval.federation.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Welcome;
import dev.cloister.retrieval.federation.party.Guest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One party's visit to a node. Whether it may ask is looked up before each message and again before an answer leaves, so
 * that who is shut out in the midst of a query gets nothing.
 */
final class Visit {

    private static final Set<MessageType> REQUESTS = EnumSet.of(
            MessageType.JOIN,
            MessageType.PROBE,
            MessageType.SYNC,
            MessageType.COMMIT,
            MessageType.QUERY,
            MessageType.OPEN,
            MessageType.NAME);

    private static final int LONGEST_TOKEN = 64;
    private static final Duration STRANGERS_PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final VisitServices services;
    private final Connection connection;
    private final Caller caller;
    private final SealedPassages passages;
    private final Scoring scoring;
    private final KeyHandover keys;
    private final BooleanSupplier seat;

    /** @param seat gives the caller a guest's place, if there is one */
    Visit(VisitServices services, Connection connection, BooleanSupplier seat) {
        this.seat = seat;
        this.services = services;
        this.connection = connection;
        this.caller = new Caller(services, connection);
        this.passages = new SealedPassages(caller);
        this.scoring = new Scoring(caller);
        this.keys = new KeyHandover(caller);
    }

    /** Answers until the party leaves or does something that ends the conversation. */
    void run() {
        connection.greet();
        while (true) {
            boolean known = caller.invited();
            boolean seated = known && seat.getAsBoolean();
            connection.patience(known ? Caller.PATIENCE : STRANGERS_PATIENCE);
            Connection.Header header = connection.header(REQUESTS);
            try {
                if (known && !seated) {
                    throw Caller.busy("Nothing was counted.");
                }
                take(header);
            } catch (RetrievalException e) {
                services.listener().refused(services.parties().active(connection.peer()), connection.peer(), e);
                connection.refuse(e);
                if (!seated && header.type() != MessageType.JOIN) {
                    // Who is cut off while it still sends would not hear why; nobody has for ever to send it.
                    connection.skipWithin(header, STRANGERS_PATIENCE.multipliedBy(2));
                }
                if (!seated || e.code() == Code.FEDERATION_MESSAGE_MALFORMED) {
                    return;
                }
            }
        }
    }

    /** Nothing long is read of whom it would not be answered to. */
    private void take(Connection.Header header) {
        if (header.type() == MessageType.JOIN) {
            join(connection.contentWithin(header));
            return;
        }
        Guest guest = caller.guest();
        switch (header.type()) {
            case QUERY -> {
                scoring.query(guest, header);
                keys.allowOnce(guest.offer());
            }
            case COMMIT -> scoring.audit(connection.contentWithin(header));
            case PROBE -> passages.probe(connection.contentWithin(header));
            case SYNC -> passages.sync(connection.contentWithin(header));
            case OPEN -> keys.transfer(connection.contentWithin(header));
            case NAME -> keys.name(connection.contentWithin(header));
            default -> throw Caller.malformed("That was not due.");
        }
    }

    private void join(byte[] content) {
        if (content.length > LONGEST_TOKEN) {
            throw Caller.malformed("A token is shorter.");
        }
        Guest guest = services.parties()
                .accept(
                        new String(content, StandardCharsets.US_ASCII),
                        connection.peer(),
                        services.clock().instant());
        // What was passed or counted before was of another snapshot.
        scoring.forget();
        keys.forget();
        services.listener().joined(guest);
        Offer offer = services.snapshots().snapshot(guest.offer()).offer();
        try {
            connection.send(
                    MessageType.JOINED,
                    JSON.writeValueAsBytes(new Welcome(
                            offer,
                            guest.budget().queries(),
                            guest.budget().period().toSeconds())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A welcome is always JSON", e);
        }
    }
}
