package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.embedding.SentenceEmbedder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The worker that makes vectors where no model runs on this machine: the embedder is native code too, and reads
 * strangers' words. It answers one call after the other until the connection closes.
 */
public final class EmbeddingWorker {

    private static final ModelInfo EMBEDDER =
            new ModelInfo("all-minilm-l6-v2", "", "", 0, 256, "onnxruntime", Optional.empty());

    private EmbeddingWorker() {}

    public static void main(String[] commandLine) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(Path.of(commandLine[0])));
        FrameChannel frames = new FrameChannel(socket, Frame.LARGEST_BYTES);
        SentenceEmbedder embedder = new SentenceEmbedder();
        frames.write(MessageCodec.encode(0, new Message.Hello(EMBEDDER)));
        while (true) {
            Frame frame;
            try {
                frame = frames.read();
            } catch (IOException gatewayIsGone) {
                return;
            }
            frames.write(MessageCodec.encode(frame.call(), answer(MessageCodec.decode(frame), embedder)));
        }
    }

    private static Message answer(Message message, SentenceEmbedder embedder) {
        try {
            return switch (message) {
                case Message.Embed embed -> new Message.Vectors(embedder.embed(embed.texts()));
                case Message.Measure measure -> new Message.Lengths(embedder.wordPieces(measure.texts()));
                default -> new Message.Failed(Code.NOT_SUPPORTED, "This worker makes vectors only.");
            };
        } catch (EngineException e) {
            return new Message.Failed(e.code(), String.valueOf(e.getMessage()));
        }
    }
}
