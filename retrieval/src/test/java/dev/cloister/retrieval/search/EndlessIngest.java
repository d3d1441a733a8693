package dev.cloister.retrieval.search;

import java.nio.file.Path;

/** A process that adds documents and prints each id once its addition returned, until it is killed. */
final class EndlessIngest {

    private EndlessIngest() {}

    public static void main(String[] arguments) {
        DocumentIndex index = DocumentIndex.open(Path.of(arguments[0]), Library.TENANT);
        for (int i = 0; ; i++) {
            Library.add(
                    index, Library.document("doc" + i, "staff", "Document number " + i + " is about topic " + i + "."));
            System.out.println("doc" + i);
        }
    }
}
