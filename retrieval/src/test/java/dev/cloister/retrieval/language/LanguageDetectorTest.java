package dev.cloister.retrieval.language;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class LanguageDetectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ENGLISH|The pump stops when the filter is full, and it must not be started again before it was cleaned.",
                "GERMAN|Die Pumpe hält an, wenn der Filter voll ist, und sie darf erst nach der Reinigung wieder laufen.",
                "FRENCH|La pompe s'arrête quand le filtre est plein, et elle ne doit pas être remise en marche avant le nettoyage.",
                "SPANISH|La bomba se para cuando el filtro está lleno, y no debe ponerse en marcha antes de que lo limpien.",
                "ITALIAN|La pompa si ferma quando il filtro è pieno, e non deve essere riavviata prima della pulizia degli elementi.",
                "PORTUGUESE|A bomba para quando o filtro está cheio, e não deve ser ligada de novo antes de uma limpeza.",
                "DUTCH|De pomp stopt wanneer het filter vol is, en zij mag niet worden gestart voordat het is schoongemaakt.",
                "SWEDISH|Pumpen stannar när filtret är fullt, och den får inte startas igen innan det har rengjorts av någon.",
                "FINNISH|Pumppu pysähtyy, kun suodatin on täynnä, eikä sitä saa käynnistää ennen kuin se on puhdistettu.",
                "HUNGARIAN|A szivattyú megáll, ha a szűrő megtelt, és nem szabad újra indítani, amíg azt meg nem tisztították.",
                "RUSSIAN|Насос останавливается, когда фильтр полон, и его нельзя запускать, пока он не был очищен.",
                "OTHER|Pompa zatrzymuje się gdy filtr jest pełny i nie można jej uruchomić ponownie przed czyszczeniem filtra przez obsługę techniczną zakładu pracy wieczorem.",
            })
    void tellsTheLanguageOfASentence(Language expected, String text) {
        assertEquals(expected, LanguageDetector.of(text));
    }

    @Test
    void takesAFewNamesForEnglish() {
        assertEquals(Language.ENGLISH, LanguageDetector.of("ZX-4471 Quxzanzibar"));
        assertEquals(Language.ENGLISH, LanguageDetector.of(""));
    }
}
