package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.party.Host;
import dev.cloister.retrieval.federation.party.Share;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One party's part of a search: its scores, then as many of its passages as every party is asked for. */
final class PartySearch {

    private static final System.Logger LOG = System.getLogger(PartySearch.class.getName());

    private final Host host;
    private final FederatedQuestion question;
    private final EncryptedQuestion encrypted;
    private final PassageFetch passages;
    private final Optional<Share> share;
    private final long from = System.nanoTime();
    private Optional<Integer> left = Optional.empty();
    private boolean connected;
    private boolean challenged;

    PartySearch(
            Host host,
            FederatedQuestion question,
            EncryptedQuestion encrypted,
            PassageCache cache,
            Optional<Share> share) {
        this.host = host;
        this.question = question;
        this.encrypted = encrypted;
        this.share = share;
        this.passages = new PassageFetch(host.offer(), question, cache);
    }

    /** What a party's part came to; no hits where it failed. */
    record Part(List<FederatedHit> hits, PartyOutcome outcome) {}

    Part run(PartyClientFactory connect) {
        try {
            share.ifPresent(one -> one.claim(host));
        } catch (RetrievalException e) {
            return failed(e, Optional.empty());
        }
        boolean counted = true;
        try {
            Part part = asked(connect);
            counted = counted(part.outcome());
            return part;
        } finally {
            settle(counted);
        }
    }

    /** What the party's part came to stands, whatever becomes of the book. */
    private void settle(boolean counted) {
        try {
            if (counted) {
                share.ifPresent(one -> one.use(host));
            } else {
                share.ifPresent(one -> one.release(host));
            }
        } catch (RetrievalException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A query was counted by a party, and not taken off its account's share",
                    e);
        }
    }

    /** Whether the party counted the query, or may have: one that challenges a key has. */
    private boolean counted(PartyOutcome outcome) {
        boolean refused = outcome.status() == PartyOutcome.Status.REFUSED;
        return outcome.left().isPresent() || challenged || (connected && !refused);
    }

    private Part asked(PartyClientFactory connect) {
        try (PartyClient client = connect.to(host, question.deadline())) {
            connected = true;
            try {
                return answered(client);
            } catch (RetrievalException e) {
                return failed(e, Optional.of(client));
            }
        } catch (RetrievalException e) {
            return failed(e, Optional.empty());
        }
    }

    private Part answered(PartyClient client) {
        EncryptedQuestion.Scored scored = encrypted.put(client, host.offer());
        left = Optional.of(scored.left());
        Duration took = took();
        if (!encrypted.possible(scored.scores(), host.offer())) {
            passages.pretend(client);
            throw new RetrievalException(
                    Code.FEDERATION_ANSWER_IMPOSSIBLE,
                    "It claims scores that no passage can have. Its answer is left out.");
        }
        List<FederatedHit> hits = passages.fetch(client, BestScores.of(scored.scores(), question.limit(), host));
        return new Part(
                hits,
                new PartyOutcome(
                        host.name(),
                        PartyOutcome.Status.ANSWERED,
                        "",
                        "",
                        took,
                        left,
                        client.sent(),
                        client.received(),
                        question.mode().reveals(),
                        Doubt.of(scored.scores(), host.offer())));
    }

    private Part failed(RetrievalException e, Optional<PartyClient> client) {
        Duration took = took();
        challenged |= client.map(PartyClient::challenged).orElse(false);
        return new Part(
                List.of(),
                new PartyOutcome(
                        host.name(),
                        PartyOutcome.Status.of(e.code(), took.compareTo(question.deadline()) >= 0),
                        e.code().name(),
                        String.valueOf(e.getMessage()),
                        took,
                        left,
                        client.map(PartyClient::sent).orElse(0L),
                        client.map(PartyClient::received).orElse(0L),
                        learned(),
                        Optional.empty()));
    }

    /** What the party's part is where this node itself failed at it. */
    Part broken() {
        return failed(
                new RetrievalException(
                        Code.FEDERATION_UNREACHABLE,
                        "This node failed while it talked with it, as its log says. Its answer is left out; the query may"
                                + " have been counted."),
                Optional.empty());
    }

    private String learned() {
        if (passages.begun()) {
            return question.mode().reveals();
        }
        return connected ? "The owner learns that and when something was asked." : "Nothing was asked of it.";
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - from);
    }
}
