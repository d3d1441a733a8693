package dev.cloister.gateway.apps.secret;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SecretSealTest {

    private static final String SECRET = "sk-live-0123456789";

    @TempDir
    private Path folder;

    @Test
    void opensWhatItSealedAfterAStartAnew() {
        byte[] sealed = seal("one").seal(SECRET, "here");
        assertEquals(SECRET, seal("one").open(sealed, "here"));
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains(SECRET));
        assertFalse(Arrays.equals(sealed, seal("one").seal(SECRET, "here")));
    }

    @Test
    void opensNothingFromAnotherPlaceOrInstanceAndNothingThatWasChanged() {
        byte[] sealed = seal("one").seal(SECRET, "here");
        byte[] changed = sealed.clone();
        changed[sealed.length - 1] ^= 1;
        assertThrows(SetupException.class, () -> seal("one").open(sealed, "there"));
        assertThrows(SetupException.class, () -> seal("two").open(sealed, "here"));
        assertThrows(SetupException.class, () -> seal("one").open(changed, "here"));
    }

    private SecretSeal seal(String instance) {
        return new SecretSeal(new Home(folder.resolve(instance)).create());
    }
}
