import type { Detection } from "../api/types";
import type { IconName } from "../design/icons";

/** A detection as a compliance officer reads it. */
export interface Verdict {
  title: string;
  short: string;
  icon: IconName;
  tone: "good" | "warn" | "plain";
  meaning: string;
  limits: string;
}

export function verdict(detection: Detection): Verdict {
  const chance = chanceInWords(detection.pValue);
  switch (detection.verdict) {
    case "marked":
      return {
        title: "This text carries this installation's mark",
        short: "marked",
        icon: "check",
        tone: "good",
        meaning: `A text that was written without the mark would look like this ${chance}.`,
        limits: "It does not say who asked for the words, when, or whether they are true. Parts may have been edited or added since, and whoever collected many answers can imitate the mark to a degree.",
      };
    case "not_found":
      return {
        title: "No mark was found",
        short: "not found",
        icon: "eye",
        tone: "plain",
        meaning: `The text is long enough to look, and looks like one written without the mark: unmarked texts score at least this high ${chance}.`,
        limits: "It does not prove that a person wrote it. Another system may have, or this one at a low temperature, or it may have been reworded or translated until the mark was gone.",
      };
    case "insufficient":
      if (detection.effectUnknown) {
        return {
          title: "Nothing was found, and that says nothing",
          short: "cannot tell",
          icon: "warning",
          tone: "warn",
          meaning: "How strongly answers bear the mark was not measured for every model here. Nobody can say how long a text has to be for its absence to mean anything.",
          limits: "It is neither a sign for the mark nor against it.",
        };
      }
      return {
        title: "Too short to tell",
        short: "too short",
        icon: "warning",
        tone: "warn",
        meaning: "The mark is a slight preference over many words. There are too few here for an honest answer either way.",
        limits: "It is neither a sign for the mark nor against it. Check a longer piece of the same text, unedited.",
      };
  }
}

const IN_WORDS = new Intl.NumberFormat("en", { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 2 });

/** A p-value as odds; it is the chance of so high a score without the mark, never the chance that the text is marked. */
export function chanceInWords(pValue: number): string {
  if (!(pValue > 0)) return "less often than this page can count";
  const odds = 1 / pValue;
  if (odds < 2) return "about every time";
  if (odds < 10) return `about 1 time in ${Math.round(odds)}`;
  if (odds >= 1e15) return "less than 1 time in a million billion";
  return `about 1 time in ${IN_WORDS.format(odds)}`;
}
