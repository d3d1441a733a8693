import type { Effect } from "../api/types";

/** What a tool changes in the world, as a person would say it. */
export const EFFECTS: Record<Effect, { label: string; sentence: string; tone: "good" | "warn" | "bad" }> = {
  none: { label: "changes nothing", sentence: "It changes nothing and only computes.", tone: "good" },
  read: { label: "reads only", sentence: "It only reads, and changes nothing.", tone: "good" },
  write: { label: "can change data", sentence: "It can change data.", tone: "warn" },
  irreversible: { label: "cannot be undone", sentence: "What it does cannot be undone, so it must be allowed each time.", tone: "bad" },
};
