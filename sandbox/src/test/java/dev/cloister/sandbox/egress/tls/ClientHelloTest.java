package dev.cloister.sandbox.egress.tls;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ClientHelloTest {

    @Test
    void readsTheHostAndLeavesTheStreamAsItWas() throws Exception {
        byte[] hello = hello("api.example.org");
        BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(hello));

        assertEquals(new ClientHello(Optional.of("api.example.org"), false), ClientHello.peek(in));
        assertArrayEquals(hello, in.readAllBytes());
    }

    @Test
    void refusesWhatIsNoTls() {
        byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThrows(
                EgressRefusal.class, () -> ClientHello.peek(new BufferedInputStream(new ByteArrayInputStream(http))));
    }

    @Property
    void takesDamagedMessagesApartOrRefusesThem(
            @ForAll @IntRange(min = 0, max = 600) int at, @ForAll byte value, @ForAll @IntRange(max = 600) int cut)
            throws Exception {
        byte[] hello = hello("api.example.org");
        hello[at % hello.length] = value;
        byte[] record = Arrays.copyOfRange(hello, 5, Math.max(5, hello.length - cut % hello.length));
        try {
            assertTrue(ClientHello.read(record).serverName().isPresent() || cut >= 0);
        } catch (EgressRefusal e) {
            assertTrue(e.reason().contains("ClientHello"));
        }
    }

    private static byte[] hello(String host) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void refusesARecordThatIsLongerThanMayBe() {
        byte[] record = {22, 3, 1, -1, -1};
        IOException refusal = assertThrows(
                EgressRefusal.class, () -> ClientHello.peek(new BufferedInputStream(new ByteArrayInputStream(record))));
        assertTrue(String.valueOf(refusal.getMessage()).contains("too long"));
    }
}
