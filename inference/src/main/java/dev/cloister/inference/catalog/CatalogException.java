package dev.cloister.inference.catalog;

/** Why a model could not be listed, added, used or removed: a stable code, what was kept, and what to do. */
public final class CatalogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Stable codes, printed before the message. */
    public enum Code {
        /** No model has that name. */
        MODEL_UNKNOWN,
        /** A model of that name is there already. */
        MODEL_EXISTS,
        /** Another command adds a model of that name now. */
        NAME_BUSY,
        /** The model is the one in use, or a server's tokenizer. */
        MODEL_IN_USE,
        /** The file is no whole GGUF file of a language model. */
        MODEL_INVALID,
        /** The model's file is gone. */
        MODEL_MISSING,
        /** A name or an option cannot be used. */
        NAME_INVALID,
        /** The file's SHA-256 is not the agreed one. */
        CHECKSUM_MISMATCH,
        /** The model's terms were not agreed to. */
        TERMS_NOT_AGREED,
        /** The address may not be called. */
        ADDRESS_REFUSED,
        /** A hub's address is needed and was not given. */
        HUB_UNSET,
        /** There is nothing at the address. */
        DOWNLOAD_NOT_FOUND,
        /** The server refused to send the file, or sent something else. */
        DOWNLOAD_REFUSED,
        /** The connection broke too often; what had come is kept. */
        DOWNLOAD_INTERRUPTED,
        /** The file is larger than was allowed. */
        TOO_LARGE,
        /** The disk has too little room. */
        DISK_FULL,
        /** pip could not fetch a package. */
        PACKAGE_FETCH_FAILED,
        /** A server's limits make no sense. */
        SERVER_INVALID,
        /** What is to be a server's tokenizer is no model file that is installed here. */
        TOKENIZER_INVALID,
        /** A server's key is missing or others may read it. */
        KEY_INVALID,
        /** The list of installed models cannot be read. */
        REGISTRY_DAMAGED,
        /** A file cannot be read or written. */
        FILE_FAILED
    }

    public CatalogException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public CatalogException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
