package dev.cloister.gateway.evidence.c2pa;

import dev.cloister.gateway.identity.Public;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The root certificate of this installation's own claim signers, for whoever wants to trust it. */
@Path("/.well-known/cloister/c2pa-root.pem")
@RunOnVirtualThread
public class CredentialsResource {

    private final Credentials credentials;

    public CredentialsResource(Credentials credentials) {
        this.credentials = credentials;
    }

    @GET
    @Public
    @Produces("application/x-pem-file")
    public String root() {
        return credentials.root();
    }
}
