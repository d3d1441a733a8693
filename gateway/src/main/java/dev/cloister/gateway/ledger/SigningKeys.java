package dev.cloister.gateway.ledger;

import dev.cloister.gateway.home.Secrets;
import dev.cloister.gateway.home.SetupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * The instance's signing keys: Ed25519 (RFC 8032), and ML-DSA-65 (FIPS 204) beside it for what leaves the house.
 * Private keys stay in files that the gateway's user alone can read.
 */
public final class SigningKeys {

    private final KeyPair ed25519;
    private final KeyPair mlDsa;

    private SigningKeys(KeyPair ed25519, KeyPair mlDsa) {
        this.ed25519 = ed25519;
        this.mlDsa = mlDsa;
    }

    /** The keys of that folder; made on the first call. */
    public static SigningKeys in(Path folder) {
        return new SigningKeys(
                load(folder.resolve("signing.ed25519"), "Ed25519"),
                load(folder.resolve("signing.ml-dsa"), "ML-DSA-65"));
    }

    public byte[] signEd25519(byte[] message) {
        return sign("Ed25519", ed25519.getPrivate(), message);
    }

    public byte[] signMlDsa(byte[] message) {
        return sign("ML-DSA-65", mlDsa.getPrivate(), message);
    }

    public boolean verifyEd25519(byte[] message, byte[] signature) {
        return verify("Ed25519", ed25519.getPublic(), message, signature);
    }

    public boolean verifyMlDsa(byte[] message, byte[] signature) {
        return verify("ML-DSA-65", mlDsa.getPublic(), message, signature);
    }

    /** X.509 encoding, base64. */
    public String ed25519PublicKey() {
        return Base64.getEncoder().encodeToString(ed25519.getPublic().getEncoded());
    }

    /** X.509 encoding, base64. */
    public String mlDsaPublicKey() {
        return Base64.getEncoder().encodeToString(mlDsa.getPublic().getEncoded());
    }

    private static KeyPair load(Path file, String algorithm) {
        try {
            if (!Files.exists(file)) {
                KeyPair fresh = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
                Base64.Encoder base64 = Base64.getEncoder();
                String text = base64.encodeToString(fresh.getPrivate().getEncoded())
                        + "\n"
                        + base64.encodeToString(fresh.getPublic().getEncoded())
                        + "\n";
                Secrets.write(file, text.getBytes(StandardCharsets.US_ASCII));
                return fresh;
            }
            List<String> lines = Files.readAllLines(file);
            KeyFactory factory = KeyFactory.getInstance(algorithm);
            Base64.Decoder base64 = Base64.getDecoder();
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines.get(1)))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0)))));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new SetupException(
                    SetupException.Code.KEY_INVALID,
                    "The signing key " + file.getFileName() + " cannot be read. Put the backup of it back; without it"
                            + " earlier entries cannot be verified.",
                    e);
        }
    }

    private static byte[] sign(String algorithm, PrivateKey key, byte[] message) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean verify(String algorithm, PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
