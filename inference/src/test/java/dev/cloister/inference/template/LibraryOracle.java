package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** The library's own opinion of grammars and calls. */
public final class LibraryOracle implements AutoCloseable {

    private final TemplateProcess process;

    public LibraryOracle(Path program) {
        process = new TemplateProcess(program);
    }

    /** What the program answers; see its source. */
    public JsonNode ask(ObjectNode question) {
        return process.ask(question);
    }

    @Override
    public void close() {
        process.close();
    }
}
