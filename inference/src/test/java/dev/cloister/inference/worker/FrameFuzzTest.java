package dev.cloister.inference.worker;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.ProbeSpec;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.ScoredText;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.TokenLogProbability;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.Variant;
import dev.cloister.inference.session.SchedulerCounters;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class FrameFuzzTest {

    private static final GenerationRequest REQUEST = new GenerationRequest(
            new Session("tenant", "user", "app"),
            new Variant(List.of(new Variant.Weighted("law", 0.5f)), List.of(new Variant.Weighted("calm", 1))),
            new Prompt.Chat(
                    List.of(
                            ChatMessage.system("be kind"),
                            ChatMessage.user("Grüße"),
                            ChatMessage.calling("", List.of(new ToolCall("1", "look", "{}"))),
                            ChatMessage.tool("1", "seen")),
                    new ToolUse(List.of(new Tool("look", "looks", "{}")), new ToolUse.Choice.Named("look"), true)),
            new Sampling(
                    Map.of(7, -1.5),
                    new Sampling.Penalties(64, 1.1, 0.5, -0.5, Optional.of(new Sampling.Dry(0.8, 1.75, 2, 512))),
                    0.8,
                    40,
                    0.95,
                    0.9,
                    0.05,
                    42),
            100,
            List.of("stop"),
            Optional.of(new OutputForm.Regex("a+")),
            3,
            List.of(new StageSpec("kgw", new byte[] {1, 2, 3})));

    @Property(tries = 500)
    void readsOnlyMessagesOrRefuses(@ForAll byte[] noise) throws IOException {
        FrameChannel frames = new FrameChannel(new Bytes(noise), 1 << 16);
        assertThrows(IOException.class, () -> {
            while (true) {
                MessageCodec.decode(frames.read());
            }
        });
    }

    @Property(tries = 500)
    void readsAnyPayloadOfAnyTypeOrRefuses(
            @ForAll @IntRange(min = 0, max = 80) int type, @ForAll @Size(max = 60) byte[] payload) {
        Frame frame = new Frame((byte) type, 1, payload);
        try {
            Frame again = MessageCodec.encode(1, MessageCodec.decode(frame));
            assertEquals(type, again.type());
        } catch (ProtocolException e) {
            assertEquals(ProtocolException.class, e.getClass());
        }
    }

    @Property(tries = 500)
    void refusesEveryShortenedOrLengthenedRequest(@ForAll @IntRange(min = 0, max = 1000) int cut) {
        Frame whole = MessageCodec.encode(3, new Message.Generate(REQUEST));
        int length = whole.payload().length;
        int wrong = cut % (2 * length);
        byte[] payload = java.util.Arrays.copyOf(whole.payload(), wrong == length ? length + 1 : wrong);
        assertThrows(ProtocolException.class, () -> MessageCodec.decode(new Frame(whole.type(), 3, payload)));
    }

    @Property(tries = 1)
    void readsWhatWasWritten() throws IOException {
        Frame frame = MessageCodec.encode(3, new Message.Generate(REQUEST));
        Message.Generate read = (Message.Generate) MessageCodec.decode(frame);
        assertEquals(REQUEST.session(), read.request().session());
        assertEquals(REQUEST.variant(), read.request().variant());
        assertEquals(REQUEST.form(), read.request().form());
        assertEquals(REQUEST.topLogProbabilities(), read.request().topLogProbabilities());
        assertEquals(REQUEST.prompt(), read.request().prompt());
        assertEquals(REQUEST.sampling(), read.request().sampling());
        assertEquals(REQUEST.stop(), read.request().stop());
        assertArrayEquals(
                REQUEST.stages().getFirst().parameters(),
                read.request().stages().getFirst().parameters());
    }

    @Property(tries = 200)
    void readsScoresAsTheyWereWritten(@ForAll @Size(max = 50) int[] tokens, @ForAll boolean top) throws IOException {
        double[] logProbabilities =
                IntStream.of(tokens).mapToDouble(id -> -id / 7.0).toArray();
        List<TokenLogProbability> likeliest =
                top ? List.of(new TokenLogProbability(5, new byte[] {104, 105}, -0.5)) : List.of();
        TextScore score = new TextScore(
                tokens, logProbabilities, Collections.nCopies(tokens.length, likeliest), List.of(new byte[] {1, 2}));
        Message.Scored read =
                (Message.Scored) MessageCodec.decode(MessageCodec.encode(3, new Message.Scored(7, score)));
        assertEquals(7, read.text());
        assertArrayEquals(tokens, read.score().tokens());
        assertArrayEquals(logProbabilities, read.score().logProbabilities());
        assertArrayEquals(new byte[] {1, 2}, read.score().probed().getFirst());
        for (List<TokenLogProbability> one : read.score().top()) {
            assertEquals(likeliest.size(), one.size());
            one.forEach(each -> assertEquals("hi", each.text()));
        }
    }

    @Property(tries = 200)
    void refusesEveryShortenedOrLengthenedScoring(@ForAll @IntRange(min = 0, max = 1000) int cut) {
        ScoreRequest request = new ScoreRequest(
                REQUEST.session(),
                REQUEST.variant(),
                List.of(new ScoredText.Text("a", "b"), new ScoredText.Tokens(new int[] {1}, new int[] {2, 3})),
                4,
                List.of(new ProbeSpec("rows", new byte[] {3})));
        Frame whole = MessageCodec.encode(3, new Message.Score(request));
        int length = whole.payload().length;
        int wrong = cut % (2 * length);
        byte[] payload = java.util.Arrays.copyOf(whole.payload(), wrong == length ? length + 1 : wrong);
        assertThrows(ProtocolException.class, () -> MessageCodec.decode(new Frame(whole.type(), 3, payload)));
    }

    @Property(tries = 1)
    void readsFailuresWithTheTimeToWaitAndNothingElseWithOne() throws IOException {
        Message.Failed busy = Message.Failed.of(EngineException.busy("full", Duration.ofSeconds(9)));
        assertEquals(busy, MessageCodec.decode(MessageCodec.encode(4, busy)));
        Message.Failed other = new Message.Failed(EngineException.Code.PROMPT_TOO_LONG, "long");
        Frame frame = MessageCodec.encode(4, other);
        assertEquals(other, MessageCodec.decode(frame));
        byte[] waiting = new PayloadWriter()
                .int32(EngineException.Code.PROMPT_TOO_LONG.ordinal())
                .text("long")
                .int32(1)
                .int64(9000)
                .done();
        assertThrows(ProtocolException.class, () -> MessageCodec.decode(new Frame(frame.type(), 4, waiting)));
    }

    @Property(tries = 1)
    void readsCountersAndWhatIsToBeForgotten() throws IOException {
        Message.Counters counters =
                new Message.Counters(new SchedulerCounters(1, 2, 3, 4, 5, 6L << 33, 7, 8, Duration.ofNanos(9)));
        assertEquals(counters, MessageCodec.decode(MessageCodec.encode(4, counters)));
        for (Optional<String> app : List.of(Optional.of("app"), Optional.<String>empty())) {
            Message.Forget forget = new Message.Forget("tenant", "user", app);
            assertEquals(forget, MessageCodec.decode(MessageCodec.encode(4, forget)));
        }
        assertEquals(new Message.Forgotten(), MessageCodec.decode(MessageCodec.encode(4, new Message.Forgotten())));
    }

    /** A connection whose other side sent these bytes and closed. */
    private static final class Bytes implements ByteChannel {

        private final ByteBuffer left;

        Bytes(byte[] bytes) {
            left = ByteBuffer.wrap(bytes);
        }

        @Override
        public int read(ByteBuffer target) {
            if (!left.hasRemaining()) {
                return -1;
            }
            int count = Math.min(3, Math.min(left.remaining(), target.remaining()));
            for (int i = 0; i < count; i++) {
                target.put(left.get());
            }
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new IllegalStateException("nothing is written");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
