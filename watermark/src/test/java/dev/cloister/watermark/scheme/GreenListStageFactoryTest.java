package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.LogitsStageFactory;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.key.MarkKey;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.ServiceLoader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class GreenListStageFactoryTest {

    private static final MarkKey KEY = MarkKey.of(new byte[MarkKey.BYTES]);
    private static final StageSpec SPEC = GreenListStageFactory.spec(KEY, new GreenListParameters(0.5, 1.5));

    @Test
    void theWorkerFindsItByName() {
        LogitsStageFactory found = ServiceLoader.load(LogitsStageFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.name().equals(SPEC.name()))
                .findFirst()
                .orElseThrow();
        assertInstanceOf(LogitsStage.TokenBias.class, found.create(SPEC.parameters()));
    }

    @Test
    void aStageMadeFromParametersBiasesExactlyTheGreenTokens() {
        LogitsStage.TokenBias stage = (LogitsStage.TokenBias) new GreenListStageFactory().create(SPEC.parameters());
        GreenList greenList = new GreenList(KEY, new GreenListParameters(0.5, 1.5));
        for (int candidate = 0; candidate < 1000; candidate++) {
            assertEquals(greenList.isGreen(7, candidate) ? 1.5 : 0, stage.bias(7, candidate));
        }
        assertEquals(1.5, stage.bound());
    }

    @Test
    void refusesParametersThatAreNotItsOwn() {
        GreenListStageFactory factory = new GreenListStageFactory();
        byte[] good = SPEC.parameters();
        assertThrows(IllegalArgumentException.class, () -> factory.create(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> factory.create(Arrays.copyOf(good, good.length + 1)));
        assertThrows(IllegalArgumentException.class, () -> factory.create(Arrays.copyOf(good, good.length - 1)));
        byte[] otherVersion = good.clone();
        otherVersion[0]++;
        assertThrows(IllegalArgumentException.class, () -> factory.create(otherVersion));
        byte[] negativeGamma = good.clone();
        negativeGamma[1 + MarkKey.BYTES] |= (byte) 0x80;
        assertThrows(IllegalArgumentException.class, () -> factory.create(negativeGamma));
    }

    @Test
    void aSpecificationShowsNoKey() {
        assertFalse(SPEC.toString().contains("0"));
    }
}
