package dev.cloister.sandbox.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Stands for a document parser: reads bytes, writes text, needs nothing else. */
final class UpperCaseMain {

    private UpperCaseMain() {}

    public static void main(String[] arguments) throws IOException {
        String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(text.toUpperCase(Locale.ROOT));
    }
}
