package dev.cloister.gateway.ledger;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.util.List;

/** {@code /.well-known/cloister}: what others need to verify what this instance signed. */
@Path("/.well-known/cloister")
@RunOnVirtualThread
public class WellKnownResource {

    private final SigningKeys keys;
    private final String version;

    public WellKnownResource(SigningKeys keys, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.keys = keys;
        this.version = version;
    }

    /** The instance's version and the public halves of its signing keys. */
    public record Instance(String version, List<Key> keys) {}

    /** A public key; {@code publicKey} is its X.509 encoding in base64. */
    public record Key(String algorithm, String publicKey) {}

    @GET
    public Instance instance() {
        return new Instance(
                version,
                List.of(new Key("Ed25519", keys.ed25519PublicKey()), new Key("ML-DSA-65", keys.mlDsaPublicKey())));
    }
}
