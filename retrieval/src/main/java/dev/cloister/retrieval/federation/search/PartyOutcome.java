package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.RetrievalException.Code;
import java.time.Duration;
import java.util.Optional;

/**
 * How a party took part in a search.
 *
 * @param name what this node calls it
 * @param status whether it answered
 * @param code what went wrong, empty where nothing did
 * @param detail the same for people
 * @param took until its scores were there, or until it was given up
 * @param left how many queries it will still answer in this period, where it said so
 * @param sent content bytes to it
 * @param received content bytes from it
 * @param learned what it can know of the question now, a sentence for people
 * @param doubt why its passages are ranked last, where they are
 */
public record PartyOutcome(
        String name,
        Status status,
        String code,
        String detail,
        Duration took,
        Optional<Integer> left,
        long sent,
        long received,
        String learned,
        Optional<String> doubt) {

    PartyOutcome doubted(String why) {
        return new PartyOutcome(name, status, code, detail, took, left, sent, received, learned, Optional.of(why));
    }

    /** Whether a party answered. */
    public enum Status {
        /** Its scores count. */
        ANSWERED,
        /** It was given up at the deadline. */
        LATE,
        /** It said no, for instance since the budget is spent. */
        REFUSED,
        /** What it sent is none of what an honest node sends. */
        MISBEHAVED,
        /** It could not be reached, or is not who it was. */
        UNREACHABLE,
        /** It offers vectors that cannot be compared with the others. */
        INCOMPATIBLE;

        /** What a failure of that code means of the party. */
        static Status of(Code code, boolean late) {
            return switch (code) {
                case FEDERATION_UNREACHABLE -> late ? LATE : UNREACHABLE;
                case FEDERATION_BUDGET_SPENT,
                        FEDERATION_PARTY_REFUSED,
                        FEDERATION_OFFER_GONE,
                        FEDERATION_BUSY,
                        FEDERATION_STATE_UNAVAILABLE,
                        FEDERATION_MEMORY_SHORT,
                        FEDERATION_PROTOCOL_UNSUPPORTED,
                        FEDERATION_SHARE_SPENT,
                        RING_KEY_REFUSED -> REFUSED;
                default -> MISBEHAVED;
            };
        }
    }
}
