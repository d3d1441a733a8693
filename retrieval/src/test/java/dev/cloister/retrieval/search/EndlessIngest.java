package dev.cloister.retrieval.search;

import dev.cloister.retrieval.RetrievalException;
import java.nio.file.Path;

/**
 * A process that adds documents and prints each id once its addition returned, until it is killed or the index refuses:
 * then it prints the code and ends.
 */
final class EndlessIngest {

    private EndlessIngest() {}

    /** @param arguments the index's folder and what each id begins with */
    public static void main(String[] arguments) {
        DocumentIndex index = DocumentIndex.open(Path.of(arguments[0]), Library.TENANT);
        for (int i = 0; ; i++) {
            String id = arguments[1] + i;
            try {
                Library.addWithoutMeaning(
                        index,
                        Library.document(
                                id,
                                "staff",
                                "Document " + id + " is about topic" + i + ". More words make it longer. ".repeat(20)));
            } catch (RetrievalException e) {
                System.out.println(e.code());
                return;
            }
            System.out.println(id);
        }
    }
}
