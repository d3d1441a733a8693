package dev.cloister.inference.worker;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ProcessSpec;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class WorkerCrashTest {

    private static final GenerationRequest LONG = GenerationRequest.of(
            new Session("t", "u", "a"), new Prompt.Text("Once upon a time"), Sampling.plain(5), 400);

    @Test
    void failsTheRunningAnswerAndServesTheNextWhenTheWorkerIsKilled(@TempDir Path folder) throws Exception {
        try (WorkerEngine engine = RealWorker.start(folder)) {
            ProcessHandle first = engine.worker();
            Generation generation = engine.generate(LONG);
            assertTrue(generation.next().isPresent());
            assertTrue(first.destroyForcibly());
            EngineException crashed = assertThrows(EngineException.class, () -> {
                while (generation.next().isPresent()) {
                    continue;
                }
            });
            assertEquals(Code.ENGINE_CRASHED, crashed.code());
            try (Generation next = engine.generate(LONG)) {
                assertTrue(next.next().isPresent());
            }
            assertEquals(1, engine.restarts());
            assertNotEquals(first.pid(), engine.worker().pid());
            assertFalse(first.isAlive());
        }
    }

    @Test
    void saysThatATruncatedModelIsTruncated(@TempDir Path folder) throws IOException {
        Path truncated = folder.resolve("model.gguf");
        Files.write(truncated, firstBytes(Downloads.model(), 1 << 20));
        WorkerSettings good = RealWorker.settings(folder);
        EngineException refused = assertThrows(
                EngineException.class,
                () -> new WorkerEngine(with(good, truncated, good.nativeDirectory()), new PlainLauncher()));
        assertEquals(Code.MODEL_INVALID, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("truncated"));
    }

    @Test
    void refusesAnotherLibrary(@TempDir Path folder) throws IOException {
        Path other = Files.createDirectory(folder.resolve("native"));
        WorkerSettings good = RealWorker.settings(folder);
        EngineException refused = assertThrows(
                EngineException.class,
                () -> new WorkerEngine(with(good, good.modelFile(), other), new PlainLauncher()));
        assertEquals(Code.LIBRARY_MISMATCH, refused.code());
    }

    @Test
    void closesTheConnectionOnAMalformedFrame(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            ProcessSpec spec = WorkerCommand.of(RealWorker.settings(folder), socket);
            Process worker = new PlainLauncher().launch(spec);
            try (SocketChannel channel = server.accept()) {
                FrameChannel frames = new FrameChannel(channel, Frame.LARGEST_BYTES);
                assertTrue(MessageCodec.decode(frames.read()) instanceof Message.Hello);
                channel.write(ByteBuffer.allocate(12)
                        .putInt(8)
                        .put((byte) 99)
                        .putInt(1)
                        .put(new byte[3])
                        .flip());
                assertThrows(IOException.class, frames::read);
                assertTrue(worker.waitFor(10, TimeUnit.SECONDS));
                assertNotEquals(0, worker.exitValue());
            }
        }
    }

    @Test
    void endsWithTheGatewaysConnection(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process worker = new PlainLauncher().launch(WorkerCommand.of(RealWorker.settings(folder), socket));
            try (SocketChannel channel = server.accept()) {
                FrameChannel frames = new FrameChannel(channel, Frame.LARGEST_BYTES);
                assertTrue(MessageCodec.decode(frames.read()) instanceof Message.Hello);
                frames.write(MessageCodec.encode(1, new Message.Generate(LONG)));
                assertTrue(MessageCodec.decode(frames.read()) instanceof Message.Token);
            }
            assertTrue(worker.waitFor(10, TimeUnit.SECONDS));
            assertEquals(0, worker.exitValue(), "it was decoding, and ends in good order nevertheless");
        }
    }

    private static byte[] firstBytes(Path file, int count) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(count);
        }
    }

    private static WorkerSettings with(WorkerSettings good, Path model, Path nativeDirectory) {
        List<Path> classPath = new ArrayList<>(good.classPath());
        return new WorkerSettings(
                good.javaHome(),
                classPath,
                model,
                good.modelName(),
                good.modelSha256(),
                nativeDirectory,
                good.socketDirectory(),
                good.threads(),
                good.contextTokens(),
                good.sequences(),
                good.limits(),
                good.startTimeout());
    }
}
