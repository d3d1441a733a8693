package dev.cloister.watermark.scheme;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.key.MarkKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import java.nio.ByteBuffer;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class GreenListTest {

    private static final byte[] KEY =
            HexFormat.of().parseHex("1f8096f63ba12632001d44ea36dcf2ddfb2f7522bc405e14c14fc546e4d07e51");

    private static final int[][] PAIRS = {
        {0, 0}, {0, 1}, {1, 0}, {-1, 5}, {49151, 17}, {17, 49151}, {300, 301}, {301, 300}
    };

    @Test
    void agreesWithAnIndependentComputation() {
        assertEquals("00111011", colours(0.25));
        assertEquals("00000010", colours(0.1));
        assertEquals("00111011", colours(0.5));
        TokenMac mac = new TokenMac(KEY);
        assertEquals(0xa7f6f60827ee04d9L, mac.firstEightBytes(0, 0));
        assertEquals(0x1f1cdc3d2e5aaa88L, mac.firstEightBytes(-1, 5));
        assertEquals(0x1a085bb4d413d678L, mac.firstEightBytes(49151, 17));
    }

    @Test
    void thresholdIsExact() {
        assertEquals(0x4000000000000000L, new GreenListParameters(0.25, 2).threshold());
        assertEquals(0x1999999999999a00L, new GreenListParameters(0.1, 2).threshold());
        assertEquals(0x8000000000000000L, new GreenListParameters(0.5, 2).threshold());
    }

    @Property(tries = 500)
    void isTheJdksHmac(@ForAll @Size(32) byte[] key, @ForAll int previous, @ForAll int candidate) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] expected = mac.doFinal(
                ByteBuffer.allocate(8).putInt(previous).putInt(candidate).array());
        assertEquals(ByteBuffer.wrap(expected).getLong(), new TokenMac(key).firstEightBytes(previous, candidate));
    }

    @Test
    void refusesParametersOutOfRange() {
        assertThrows(WatermarkException.class, () -> new GreenListParameters(0, 2));
        assertThrows(WatermarkException.class, () -> new GreenListParameters(1, 2));
        assertThrows(WatermarkException.class, () -> new GreenListParameters(Double.NaN, 2));
        assertThrows(WatermarkException.class, () -> new GreenListParameters(0.25, Double.NaN));
        assertThrows(WatermarkException.class, () -> new GreenListParameters(0.25, 10.1));
    }

    private static String colours(double gamma) {
        GreenList greenList = new GreenList(MarkKey.of(KEY), new GreenListParameters(gamma, 2));
        StringBuilder colours = new StringBuilder();
        for (int[] pair : PAIRS) {
            colours.append(greenList.isGreen(pair[0], pair[1]) ? '1' : '0');
        }
        return colours.toString();
    }
}
