package dev.cloister.gateway.marks.key;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.watermark.key.MasterKey;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the master key of marks lies: in the home, wrapped by a key that lies elsewhere, or on a PKCS #11 token. */
@ApplicationScoped
public class MasterKeySource {

    private final Home home;
    private final Optional<Path> wrappingKey;
    private final Optional<Path> token;
    private final Optional<Path> pinFile;
    private final String alias;

    /**
     * @param wrappingKey a private file of 32 random bytes
     * @param token a configuration of SunPKCS11; the home's file is not used then
     * @param pinFile a file with the token's PIN, needed with a token
     * @param alias the key's label on the token
     */
    public MasterKeySource(
            Home home,
            @ConfigProperty(name = "cloister.marks.wrapping-key") Optional<Path> wrappingKey,
            @ConfigProperty(name = "cloister.marks.pkcs11") Optional<Path> token,
            @ConfigProperty(name = "cloister.marks.pkcs11-pin-file") Optional<Path> pinFile,
            @ConfigProperty(name = "cloister.marks.pkcs11-alias", defaultValue = "cloister-marks") String alias) {
        this.home = home;
        this.wrappingKey = wrappingKey;
        this.token = token;
        this.pinFile = pinFile;
        this.alias = alias;
    }

    MasterKey open() {
        return token.map(this::onToken)
                .orElseGet(() -> MasterKey.openOrCreate(home.keys().resolve("watermark.master"), wrappingKey));
    }

    private MasterKey onToken(Path configuration) {
        Path file = pinFile.orElseThrow(() -> new SetupException(
                SetupException.Code.USAGE,
                "cloister.marks.pkcs11 needs cloister.marks.pkcs11-pin-file, a file with the token's PIN."));
        try {
            char[] pin = CharBuffer.wrap(Files.readString(file).strip()).array();
            return MasterKey.onToken(configuration, pin, alias);
        } catch (IOException e) {
            throw new SetupException(
                    SetupException.Code.USAGE, "The PIN's file " + file + " cannot be read. Nothing was changed.", e);
        }
    }
}
