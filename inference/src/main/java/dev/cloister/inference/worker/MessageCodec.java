package dev.cloister.inference.worker;

import dev.cloister.inference.Completion;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GeneratedToken;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Optional;

/** Messages as frames and back. Reading is strict: whatever is not exactly a message is a {@link ProtocolException}. */
final class MessageCodec {

    private static final byte GENERATE = 1;
    private static final byte CANCEL = 2;
    private static final byte TOKENIZE = 3;
    private static final byte EMBED = 4;
    private static final byte COUNT = 5;
    private static final byte MEASURE = 6;
    private static final byte SPELL = 7;
    private static final byte SCORE = 16;
    private static final byte FORGET = 8;
    private static final byte HELLO = 65;
    private static final byte TOKEN = 66;
    private static final byte DONE = 67;
    private static final byte FAILED = 68;
    private static final byte TOKENS = 69;
    private static final byte VECTORS = 70;
    private static final byte COUNTERS = 71;
    private static final byte LENGTHS = 72;
    private static final byte PIECES = 73;
    private static final byte SCORED = 80;
    private static final byte ALL_SCORED = 81;
    private static final byte FORGOTTEN = 74;

    private MessageCodec() {}

    static Frame encode(int call, Message message) {
        PayloadWriter out = new PayloadWriter();
        byte type =
                switch (message) {
                    case Message.Generate generate -> {
                        RequestCodec.write(out, generate.request());
                        yield GENERATE;
                    }
                    case Message.Cancel cancel -> CANCEL;
                    case Message.Tokenize tokenize -> {
                        out.text(tokenize.text());
                        yield TOKENIZE;
                    }
                    case Message.Embed embed -> {
                        out.list(embed.texts(), PayloadWriter::text);
                        yield EMBED;
                    }
                    case Message.Count count -> COUNT;
                    case Message.Measure measure -> {
                        out.list(measure.texts(), PayloadWriter::text);
                        yield MEASURE;
                    }
                    case Message.Spell spell -> {
                        out.ints(spell.ids());
                        yield SPELL;
                    }
                    case Message.Score score -> {
                        ScoreCodec.write(out, score.request());
                        yield SCORE;
                    }
                    case Message.Forget forget -> {
                        out.text(forget.tenant()).text(forget.user());
                        out.list(forget.app().stream().toList(), PayloadWriter::text);
                        yield FORGET;
                    }
                    case Message.Forgotten forgotten -> FORGOTTEN;
                    case Message.Hello hello -> {
                        ModelCodec.write(out, hello.model());
                        yield HELLO;
                    }
                    case Message.Token token -> {
                        GeneratedToken one = token.token();
                        out.int32(one.id()).text(one.text()).float64(one.logProbability());
                        out.list(one.top(), ScoreCodec::writeTop);
                        yield TOKEN;
                    }
                    case Message.Done done -> {
                        Completion end = done.completion();
                        out.int32(end.reason().ordinal())
                                .int32(end.promptTokens())
                                .int32(end.completionTokens())
                                .int32(end.cachedTokens())
                                .list(end.toolCalls(), RequestCodec::writeCall);
                        yield DONE;
                    }
                    case Message.Failed failed -> {
                        out.int32(failed.code().ordinal()).text(failed.text());
                        out.list(failed.retryAfter().stream().toList(), (each, after) -> each.int64(after.toMillis()));
                        yield FAILED;
                    }
                    case Message.Tokens tokens -> {
                        out.ints(tokens.ids());
                        yield TOKENS;
                    }
                    case Message.Vectors vectors -> {
                        out.list(vectors.vectors(), PayloadWriter::floats);
                        yield VECTORS;
                    }
                    case Message.Lengths lengths -> {
                        out.ints(lengths.wordPieces());
                        yield LENGTHS;
                    }
                    case Message.Pieces pieces -> {
                        out.list(pieces.pieces(), PayloadWriter::bytes);
                        yield PIECES;
                    }
                    case Message.Counters counters -> {
                        CountersCodec.write(out, counters.counters());
                        yield COUNTERS;
                    }
                    case Message.Scored scored -> {
                        ScoreCodec.writeScore(out.int32(scored.text()), scored.score());
                        yield SCORED;
                    }
                    case Message.AllScored all -> ALL_SCORED;
                };
        return new Frame(type, call, out.done());
    }

    static Message decode(Frame frame) throws ProtocolException {
        PayloadReader in = new PayloadReader(frame.payload());
        Message message =
                switch (frame.type()) {
                    case GENERATE -> new Message.Generate(RequestCodec.read(in));
                    case CANCEL -> new Message.Cancel();
                    case TOKENIZE -> new Message.Tokenize(in.text());
                    case EMBED -> new Message.Embed(in.list(PayloadReader::text));
                    case COUNT -> new Message.Count();
                    case MEASURE -> new Message.Measure(in.list(PayloadReader::text));
                    case SPELL -> new Message.Spell(in.ints());
                    case SCORE -> new Message.Score(ScoreCodec.read(in));
                    case HELLO -> new Message.Hello(ModelCodec.read(in));
                    case TOKEN ->
                        new Message.Token(
                                new GeneratedToken(in.int32(), in.text(), in.float64(), in.list(ScoreCodec::readTop)));
                    case DONE ->
                        new Message.Done(new Completion(
                                in.constant(Completion.FinishReason.values()),
                                in.int32(),
                                in.int32(),
                                in.int32(),
                                in.list(RequestCodec::readCall)));
                    case FAILED -> readFailed(in);
                    case TOKENS -> new Message.Tokens(in.ints());
                    case VECTORS -> new Message.Vectors(in.list(PayloadReader::floats));
                    case LENGTHS -> new Message.Lengths(in.ints());
                    case PIECES -> new Message.Pieces(in.list(PayloadReader::bytes));
                    case SCORED -> new Message.Scored(in.int32(), ScoreCodec.readScore(in));
                    case ALL_SCORED -> new Message.AllScored();
                    case COUNTERS -> new Message.Counters(CountersCodec.read(in));
                    case FORGET ->
                        new Message.Forget(in.text(), in.text(), RequestCodec.atMostOne(in.list(PayloadReader::text)));
                    case FORGOTTEN -> new Message.Forgotten();
                    default -> throw PayloadReader.malformed("the unknown type " + frame.type());
                };
        in.end();
        return message;
    }

    private static Message.Failed readFailed(PayloadReader in) throws ProtocolException {
        EngineException.Code code = in.constant(EngineException.Code.values());
        String text = in.text();
        Optional<Long> millis = RequestCodec.atMostOne(in.list(PayloadReader::int64));
        try {
            return new Message.Failed(code, text, millis.map(Duration::ofMillis));
        } catch (IllegalArgumentException e) {
            throw PayloadReader.malformed("a failure that no worker tells: " + e.getMessage());
        }
    }
}
