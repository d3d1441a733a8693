package dev.cloister.sandbox.os;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Stands for the engine's worker: speaks to a Unix socket, then tries a TCP port of the host. */
final class SocketMain {

    private SocketMain() {}

    public static void main(String[] arguments) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(Path.of(arguments[0])));
            channel.write(ByteBuffer.wrap("unix ".getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            System.out.println("unix refused");
        }
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[1])));
            System.out.println("tcp connected");
        } catch (IOException e) {
            System.out.println("tcp refused");
        }
    }
}
