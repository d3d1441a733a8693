package dev.cloister.inference.worker;

import dev.cloister.inference.Computation;
import dev.cloister.inference.ModelInfo;
import java.net.ProtocolException;
import java.util.List;
import java.util.Optional;

/** What a served model is, as fields of a message. */
final class ModelCodec {

    private ModelCodec() {}

    static void write(PayloadWriter out, ModelInfo model) {
        out.text(model.name()).text(model.fileSha256()).text(model.tokenizerSha256());
        out.int32(model.vocabularySize()).int32(model.contextTokens()).text(model.libraryVersion());
        out.list(model.computation().stream().toList(), ModelCodec::writeComputation);
    }

    static ModelInfo read(PayloadReader in) throws ProtocolException {
        return new ModelInfo(in.text(), in.text(), in.text(), in.int32(), in.int32(), in.text(), computation(in));
    }

    private static Optional<Computation> computation(PayloadReader in) throws ProtocolException {
        List<Computation> read =
                in.list(each -> new Computation(each.int32(), each.text(), each.text(), each.flag(), each.int32()));
        return read.stream().findFirst();
    }

    private static void writeComputation(PayloadWriter out, Computation computation) {
        out.int32(computation.threads()).text(computation.kvType()).text(computation.attention());
        out.flag(computation.reproducible()).int32(computation.chunkTokens());
    }
}
