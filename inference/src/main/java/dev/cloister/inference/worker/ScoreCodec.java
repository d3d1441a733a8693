package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.ProbeSpec;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.ScoredText;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.TokenLogProbability;
import java.net.ProtocolException;
import java.util.List;

/** Texts to be scored, and scores, on the socket. */
final class ScoreCodec {

    private static final int TEXT = 0;
    private static final int TOKENS = 1;

    private ScoreCodec() {}

    static void write(PayloadWriter out, ScoreRequest request) {
        RequestCodec.writeSession(out, request.session());
        RequestCodec.writeVariant(out, request.variant());
        out.list(request.texts(), ScoreCodec::writeText);
        out.int32(request.topLogProbabilities());
        out.list(request.probes(), (each, probe) -> each.text(probe.name()).bytes(probe.parameters()));
    }

    static ScoreRequest read(PayloadReader in) throws ProtocolException {
        try {
            return new ScoreRequest(
                    RequestCodec.readSession(in),
                    RequestCodec.readVariant(in),
                    in.list(ScoreCodec::readText),
                    in.int32(),
                    in.list(each -> new ProbeSpec(each.text(), each.bytes())));
        } catch (EngineException e) {
            throw PayloadReader.malformed("a request that no client makes: " + e.getMessage());
        }
    }

    static void writeScore(PayloadWriter out, TextScore score) {
        out.ints(score.tokens());
        for (double one : score.logProbabilities()) {
            out.float64(one);
        }
        boolean anyTop = score.top().stream().anyMatch(top -> !top.isEmpty());
        out.flag(anyTop);
        if (anyTop) {
            score.top().forEach(top -> out.list(top, ScoreCodec::writeTop));
        }
        out.list(score.probed(), PayloadWriter::bytes);
    }

    static TextScore readScore(PayloadReader in) throws ProtocolException {
        int[] tokens = in.ints();
        double[] logProbabilities = new double[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            logProbabilities[i] = in.float64();
        }
        List<List<TokenLogProbability>> top = new java.util.ArrayList<>();
        boolean anyTop = in.flag();
        for (int i = 0; i < tokens.length; i++) {
            top.add(anyTop ? in.list(ScoreCodec::readTop) : List.of());
        }
        return new TextScore(tokens, logProbabilities, top, in.list(PayloadReader::bytes));
    }

    static void writeTop(PayloadWriter out, TokenLogProbability top) {
        out.int32(top.id()).bytes(top.bytes()).float64(top.logProbability());
    }

    static TokenLogProbability readTop(PayloadReader in) throws ProtocolException {
        return new TokenLogProbability(in.int32(), in.bytes(), in.float64());
    }

    private static void writeText(PayloadWriter out, ScoredText text) {
        switch (text) {
            case ScoredText.Text one -> out.int32(TEXT).text(one.prompt()).text(one.text());
            case ScoredText.Tokens one -> out.int32(TOKENS).ints(one.prompt()).ints(one.tokens());
        }
    }

    private static ScoredText readText(PayloadReader in) throws ProtocolException {
        return switch (in.int32()) {
            case TEXT -> new ScoredText.Text(in.text(), in.text());
            case TOKENS -> new ScoredText.Tokens(in.ints(), in.ints());
            default -> throw PayloadReader.malformed("an unknown kind of text");
        };
    }
}
