package dev.cloister.watermark.detect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A text that we wrote by hand, as word numbers; it repeats words and phrases as people do. */
final class HumanText {

    private static final String TEXT = """
            The keeper of the archive came to work before the sun was over the roofs. He hung his coat on the hook,
            lit the lamp on the long table, and read the list of what had been asked for on the day before. Most of
            the requests were small. A farmer wanted the map of a field that his grandfather had sold. A teacher
            wanted three letters from the time of the flood, and a lawyer wanted whatever there was about the bridge.
            There was a great deal about the bridge. It had been planned by one town and paid for by another, and for
            forty years each of the two towns had written to the other about who should mend it. The keeper knew the
            boxes well. He knew that the fourth box held the angry letters, that the fifth held the polite ones, and
            that the polite ones were worse. He took both down from the shelf, and he put a slip of paper where each
            of the boxes had stood, so that nobody would wonder where they had gone. When the lawyer came she read for
            an hour without a word. Then she asked whether anyone had ever asked the people who crossed the bridge
            what they thought of it. The keeper said that there was one such letter, and that it lay in neither box.
            It had been written by a child, who wanted to know why the bridge had a hole in the middle of it, and
            whether the hole belonged to the one town or to the other. Nobody had answered. On the back of the letter
            someone had noted, in a tidy hand, that the question was a good one and should be asked again in spring.
            The lawyer laughed, and then she copied the letter out from the first line to the last. In the spring the
            hole was mended, and both of the towns sent a man to stand on the new boards and to make a speech, and the
            child, who was by then no longer a child, stood between the two of them and held the ribbon. The keeper
            was not there. He was at the long table, under the lamp, with a list of what had been asked for on the day
            before, and the first line of it said that somebody wanted to see the letter about the bridge.
            """;

    private HumanText() {}

    static int[] tokens() {
        Map<String, Integer> ids = new HashMap<>();
        return Pattern.compile("\\s+")
                .splitAsStream(TEXT.toLowerCase(Locale.ROOT).replaceAll("([.,])", " $1"))
                .mapToInt(word -> ids.computeIfAbsent(word, unseen -> ids.size()))
                .toArray();
    }
}
