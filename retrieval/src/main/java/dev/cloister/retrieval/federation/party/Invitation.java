package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What an owner hands to a party by a way of their own, such as a letter or a call: where the node is, which key it has, and a
 * secret that works once. Whoever holds it first may join.
 *
 * @param address host name or address
 * @param port where the node listens
 * @param owner the key that it must show
 * @param token 16 random bytes in hexadecimal
 */
public record Invitation(String address, int port, PartyId owner, String token) {

    private static final String PREFIX = "cloister-join:";
    private static final int TOKEN_BYTES = 16;
    private static final int LONGEST_ADDRESS = 253;

    /** @throws RetrievalException FEDERATION_INVITATION_INVALID */
    public Invitation {
        if (!address.matches("[A-Za-z0-9.:-]{1," + LONGEST_ADDRESS + "}")
                || port < 1
                || port > 65535
                || !token.matches("[0-9a-f]{" + 2 * TOKEN_BYTES + "}")) {
            throw invalid();
        }
    }

    public static Invitation to(String address, int port, PartyId owner, SecureRandom random) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return new Invitation(address, port, owner, HexFormat.of().formatHex(token));
    }

    /** @throws RetrievalException FEDERATION_INVITATION_INVALID */
    public static Invitation parse(String code) {
        if (!code.startsWith(PREFIX) || code.length() > 600) {
            throw invalid();
        }
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(code.substring(PREFIX.length())), StandardCharsets.UTF_8);
            String[] parts = text.split(" ", -1);
            if (parts.length != 4) {
                throw invalid();
            }
            return new Invitation(parts[0], Integer.parseInt(parts[1]), new PartyId(parts[2]), parts[3]);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /** A word that people can copy. */
    public String code() {
        return PREFIX
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                (address + " " + port + " " + owner + " " + token).getBytes(StandardCharsets.UTF_8));
    }

    /** What the owner keeps of a token. */
    public static String hashOf(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Invitation[" + address + ":" + port + "]";
    }

    private static RetrievalException invalid() {
        return new RetrievalException(
                Code.FEDERATION_INVITATION_INVALID,
                "This is no invitation. Copy it whole, as the other party's ./cloister federation invite printed it.");
    }
}
