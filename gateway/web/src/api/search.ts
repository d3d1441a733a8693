import { sendJson } from "./http";

/** A passage that was found. Offsets in `matches` count in its own text. */
export interface FoundPassage {
  rank: number;
  passageId: string;
  documentId: string;
  documentName: string;
  owner?: string;
  page: number | null;
  heading: string;
  text: string;
  matches: { start: number; end: number }[];
}

/** The best passages of one collection. */
export async function searchPassages(query: string, collection: string): Promise<FoundPassage[]> {
  return (await sendJson<{ hits: FoundPassage[] }>("POST", "/api/search", { query, limit: 10, filter: { collections: [collection] } })).hits;
}
