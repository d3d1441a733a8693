package dev.cloister.gateway.models;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.catalog.CatalogException;
import dev.cloister.inference.catalog.ModelFile;
import dev.cloister.inference.catalog.ModelLibrary;
import dev.cloister.inference.catalog.ModelServer;
import dev.cloister.inference.llama.NativeFiles;
import java.io.PrintStream;

/** The doctor's line about the model in use. */
public final class ModelCheck {

    private final ModelLibrary library;

    public ModelCheck(ModelLibrary library) {
        this.library = library;
    }

    /** Prints the line and says whether the model can be served. */
    public boolean print(PrintStream out) {
        try {
            String what =
                    switch (library.inUse()) {
                        case ModelFile model -> {
                            NativeFiles.checkModel(library.path(model), model.sha256());
                            yield model.name();
                        }
                        case ModelServer server -> {
                            library.tokenizer(server)
                                    .ifPresent(model -> NativeFiles.checkModel(library.path(model), model.sha256()));
                            yield server.name() + " at " + server.address().getAuthority() + ", which was not asked";
                        }
                    };
            out.printf("  %-12s ok (%s)%n", "model", what);
            return true;
        } catch (EngineException | CatalogException e) {
            out.printf("  %-12s missing: %s%n", "model", e.getMessage());
            out.printf("  %-12s ./cloister up fetches the default; ./cloister model use chooses another one%n", "");
            return false;
        }
    }
}
