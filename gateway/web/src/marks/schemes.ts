/** The schemes in words. */
const SCHEMES: Record<string, { title: string; detail: string }> = {
  "green-list": { title: "Green list", detail: "A keyed quarter of the vocabulary is preferred after each word. The default: cannot be found by trying keys, and the same question gets different answers." },
  gumbel: { title: "Gumbel", detail: "Keyed noise decides each word. The model’s own distribution stays, but the same question gets the same answer. Read by vLLM’s detector too." },
  synthid: { title: "SynthID", detail: "A tournament of thirty layers decides each word. The model’s own distribution stays over keys." },
  unigram: { title: "Unigram", detail: "One list for all contexts. Stands the most editing, and is the easiest to find out by counting words." },
};

export const schemeTitle = (scheme: string): string => SCHEMES[scheme]?.title ?? scheme;
export const schemeDetail = (scheme: string): string => SCHEMES[scheme]?.detail ?? "";
export const appTitle = (app: string): string => (app === "hub" ? "Chat and the model cloister" : `${app}’s API tokens`);
