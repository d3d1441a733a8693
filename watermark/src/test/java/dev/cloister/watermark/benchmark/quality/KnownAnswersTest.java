package dev.cloister.watermark.benchmark.quality;

import org.junit.jupiter.api.Test;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class KnownAnswersTest {

    @Test
    void eachQuestionHasOneRightAnswerInItsText() {
        for (int number = 0; number < 1000; number++) {
            KnownAnswers question = KnownAnswers.of(number);
            assertEquals(question, KnownAnswers.of(number));
            assertNotEquals(question.right(), question.wrong());
            assertTrue(question.prompt().contains(question.right()), question::prompt);
            assertTrue(question.prompt().contains(question.wrong()), question::prompt);
        }
        assertEquals(
                1000,
                IntStream.range(0, 1000)
                        .mapToObj(number -> KnownAnswers.of(number).prompt())
                        .distinct()
                        .count());
    }

    /** What is right stands where the name that is asked for stands. */
    @Test
    void theRightAnswerBelongsToTheNameThatIsAskedFor() {
        KnownAnswers ferry = KnownAnswers.of(0);
        String name = ferry.prompt().replaceFirst("(?s).*When does the ferry to (\\w+) leave.*", "$1");
        assertTrue(
                ferry.prompt().contains("The ferry to " + name + " leaves at " + ferry.right() + "."), ferry::prompt);
    }

    @Test
    void anAnswerNamesTheRightOneAlone() {
        KnownAnswers question = new KnownAnswers("?", "12", "34");
        assertTrue(question.isAnsweredBy("It leaves at 12."));
        assertFalse(question.isAnsweredBy("It leaves at 12 or 34."));
        assertFalse(question.isAnsweredBy("It leaves at 123."));
    }
}
