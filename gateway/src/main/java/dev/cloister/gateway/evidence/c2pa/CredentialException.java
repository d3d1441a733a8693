package dev.cloister.gateway.evidence.c2pa;

/** Why a manifest cannot be relied on. */
final class CredentialException extends Exception {

    private static final long serialVersionUID = 1L;

    private final CheckedCredential.State state;

    private CredentialException(CheckedCredential.State state, String message) {
        super(message);
        this.state = state;
    }

    /** It is damaged, or of a form that this version does not read. */
    static CredentialException unreadable(String why) {
        return new CredentialException(CheckedCredential.State.UNREADABLE, why);
    }

    /** It was changed after it was signed. */
    static CredentialException tampered(String why) {
        return new CredentialException(CheckedCredential.State.TAMPERED, why);
    }

    CheckedCredential.State state() {
        return state;
    }
}
