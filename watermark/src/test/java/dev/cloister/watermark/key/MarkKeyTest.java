package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class MarkKeyTest {

    @Test
    void agreesWithAnIndependentComputation() {
        byte[] master = new byte[MasterKey.BYTES];
        for (int i = 0; i < master.length; i++) {
            master[i] = (byte) i;
        }
        MarkKey key =
                MarkKey.derive(MasterKey.of(master), new MarkName("acme", "mail-æ", "green-list", 7, "ab".repeat(32)));
        assertEquals(
                "1f8096f63ba12632001d44ea36dcf2ddfb2f7522bc405e14c14fc546e4d07e51",
                HexFormat.of().formatHex(key.reveal()));
        assertEquals("afe6878e7ee80865", key.id());
    }

    @Property(tries = 200)
    void partsThatRunTogetherGiveOtherKeys(@ForAll @NotEmpty String left, @ForAll @NotEmpty String right) {
        MasterKey master = MasterKey.of(new byte[MasterKey.BYTES]);
        MarkKey key = MarkKey.derive(master, new MarkName(left, right + "x", "s", 1, "t"));
        assertNotEquals(key, MarkKey.derive(master, new MarkName(left + right, "x", "s", 1, "t")));
        assertNotEquals(key, MarkKey.derive(master, new MarkName(left, right + "x", "s", 2, "t")));
        assertNotEquals(key, MarkKey.derive(master, new MarkName(left, right + "x", "s", 1, "tt")));
    }

    @Test
    void refusesANameWithAnEmptyPart() {
        assertThrows(WatermarkException.class, () -> new MarkName("acme", "", "green-list", 0, "ab"));
        assertThrows(WatermarkException.class, () -> new MarkName("acme", "mail", "green-list", -1, "ab"));
    }
}
