package dev.cloister.gateway.evidence.c2pa;

import dev.cloister.gateway.home.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The certificates that ever signed here, in a file of the home: what they signed stays this installation's when they are replaced. */
final class KnownSigners {

    private KnownSigners() {}

    /**
     * All of that folder, and the one that signs now, which is added to the file.
     *
     * @throws SetupException with KEY_INVALID where the file cannot be read or written
     */
    static Set<X509Certificate> with(Path folder, X509Certificate signing) {
        Path file = folder.resolve("c2pa-signers.pem");
        try {
            Set<X509Certificate> known = new LinkedHashSet<>(Files.exists(file) ? Pem.certificates(file) : List.of());
            if (known.add(signing)) {
                StringBuilder text = new StringBuilder();
                for (X509Certificate certificate : known) {
                    text.append(Pem.written(certificate));
                }
                Pem.save(file, text.toString());
            }
            return Set.copyOf(known);
        } catch (IOException | GeneralSecurityException e) {
            throw new SetupException(
                    SetupException.Code.KEY_INVALID,
                    "The certificates that signed here, " + file
                            + ", cannot be read or written. Nothing was changed. Put"
                            + " its backup back, or move it away: exports that an operator's earlier certificate signed are"
                            + " called foreign then.",
                    e);
        }
    }
}
