package dev.cloister.inference.worker;

import dev.cloister.inference.Sampling;
import java.net.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How to draw, on the socket. */
final class SamplingCodec {

    private SamplingCodec() {}

    static void write(PayloadWriter out, Sampling sampling) {
        out.list(List.copyOf(sampling.logitBias().entrySet()), (each, bias) -> each.int32(bias.getKey())
                .float64(bias.getValue()));
        Sampling.Penalties penalties = sampling.penalties();
        out.int32(penalties.window()).float64(penalties.repetition());
        out.float64(penalties.presence()).float64(penalties.frequency());
        out.list(penalties.dry().stream().toList(), (each, dry) -> each.float64(dry.multiplier())
                .float64(dry.base())
                .int32(dry.allowedLength())
                .int32(dry.window()));
        out.float64(sampling.temperature()).int32(sampling.topK()).float64(sampling.typicalP());
        out.float64(sampling.topP()).float64(sampling.minP()).int64(sampling.seed());
    }

    static Sampling read(PayloadReader in) throws ProtocolException {
        List<Map.Entry<Integer, Double>> bias = in.list(each -> Map.entry(each.int32(), each.float64()));
        if (bias.stream().map(Map.Entry::getKey).distinct().count() < bias.size()) {
            throw PayloadReader.malformed("two biases of one token");
        }
        Sampling.Penalties penalties = new Sampling.Penalties(
                in.int32(),
                in.float64(),
                in.float64(),
                in.float64(),
                RequestCodec.atMostOne(
                        in.list(each -> new Sampling.Dry(each.float64(), each.float64(), each.int32(), each.int32()))));
        return new Sampling(
                bias.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                penalties,
                in.float64(),
                in.int32(),
                in.float64(),
                in.float64(),
                in.float64(),
                in.int64());
    }
}
