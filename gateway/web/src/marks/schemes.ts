const SPARSE = "Half of the most frequent words gain, by key, and the others lose. For models of other servers, where nothing else can mark.";

/** The schemes in words. */
const SCHEMES: Record<string, { title: string; detail: string }> = {
  tournament: { title: "Tournament", detail: "Words drawn from the model meet in pairs, and the key decides who wins. The default: what is written stays the model’s own over all keys, and under yours some words are a little likelier after each pair of words. At temperature 0, where nothing is drawn, the green list marks in its place." },
  "green-list": { title: "Green list", detail: "A keyed quarter of the vocabulary is preferred after each word. Marks at temperature 0 too; shows in what is written, and is imitated from a few collected answers." },
  gumbel: { title: "Gumbel", detail: "Keyed noise decides each word. The model’s own distribution stays, but the same question gets the same answer. Read by vLLM’s detector too." },
  synthid: { title: "SynthID", detail: "The published tournament of thirty layers. The model’s own distribution stays over keys, but answers begin alike and take nearly twice as long. Read by the published detector too." },
  unigram: { title: "Unigram", detail: "One list for all contexts: the easiest to find out by counting words." },
  "sparse-bias-300": { title: "Sparse bias (300)", detail: SPARSE },
  "sparse-bias-1024": { title: "Sparse bias (1024)", detail: SPARSE },
};

export const schemeTitle = (scheme: string): string => SCHEMES[scheme]?.title ?? scheme;
export const schemeDetail = (scheme: string): string => SCHEMES[scheme]?.detail ?? "";
export const appTitle = (app: string): string => (app === "hub" ? "Chat and the model cloister" : `${app}’s API tokens`);
