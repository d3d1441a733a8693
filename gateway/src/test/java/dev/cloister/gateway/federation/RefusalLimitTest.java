package dev.cloister.gateway.federation;

import dev.cloister.retrieval.federation.party.PartyId;
import org.junit.jupiter.api.Test;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RefusalLimitTest {

    private static final Optional<PartyId> GUEST = Optional.of(new PartyId("ab".repeat(32)));
    private static final Optional<PartyId> OTHER = Optional.of(new PartyId("cd".repeat(32)));
    private static final Optional<PartyId> STRANGERS = Optional.empty();

    private long now = Long.MAX_VALUE - 5;
    private final RefusalLimit limit = new RefusalLimit(() -> now);

    @Test
    void eachGuestAndAllStrangersTogetherHaveAFewLinesAMinute() {
        for (int i = 0; i < RefusalLimit.A_MINUTE; i++) {
            assertEquals(OptionalInt.of(0), limit.admit(STRANGERS));
        }
        assertEquals(OptionalInt.empty(), limit.admit(STRANGERS));
        assertEquals(OptionalInt.of(0), limit.admit(GUEST));
        assertEquals(OptionalInt.of(0), limit.admit(OTHER));
    }

    @Test
    void theFirstLineOfTheNextMinuteSaysHowManyWereLeftOut() {
        for (int i = 0; i < RefusalLimit.A_MINUTE + 3; i++) {
            var unused = limit.admit(GUEST);
        }
        now += Duration.ofSeconds(59).toNanos();
        assertEquals(OptionalInt.empty(), limit.admit(GUEST));
        now += Duration.ofSeconds(1).toNanos();
        assertEquals(OptionalInt.of(4), limit.admit(GUEST));
        assertEquals(OptionalInt.of(0), limit.admit(GUEST));
    }
}
