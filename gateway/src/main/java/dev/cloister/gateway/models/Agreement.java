package dev.cloister.gateway.models;

import dev.cloister.inference.catalog.CatalogException;
import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.catalog.PackageSource;
import dev.cloister.inference.catalog.PageText;
import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** Shows a model's terms of use and asks for agreement. */
final class Agreement {

    private final PrintStream out;

    Agreement(PrintStream out) {
        this.out = out;
    }

    /**
     * The page, once it was agreed to.
     *
     * @param given whether the command line agrees already; the terms are shown all the same
     * @throws CatalogException TERMS_NOT_AGREED
     */
    Optional<PackageSource.Page> ask(Optional<PackageSource.Page> terms, boolean given) {
        terms.ifPresent(page -> {
            out.println();
            out.println(PageText.of(page.html()));
            out.println();
            if (!given && !typed(page.title())) {
                throw new CatalogException(
                        Code.TERMS_NOT_AGREED,
                        "The %s were not agreed to. Nothing but these was fetched. Read them above and run the command again with --agree-to-terms if you agree."
                                .formatted(page.title()));
            }
        });
        return terms;
    }

    private static boolean typed(String title) {
        Console console = System.console();
        return console != null
                && console.isTerminal()
                && "agree".equals(console.readLine("Type agree if you agree to the %s: ", title));
    }
}
