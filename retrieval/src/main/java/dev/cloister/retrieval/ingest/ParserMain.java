package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.ingest.ParserProtocol.Answer;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The parser's process: one request on standard input, one answer on standard output, then it ends. It runs in a
 * sandbox without files or network, since a document may be made to attack its parser.
 */
public final class ParserMain {

    private ParserMain() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // A library that prints must not be able to write into the answer.
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        Answer answer = TextExtractor.extract(ParserProtocol.readRequest(new DataInputStream(System.in)));
        ParserProtocol.write(out, answer);
    }
}
