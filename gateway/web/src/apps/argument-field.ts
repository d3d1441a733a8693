import type { ArgumentSchema } from "../api/types";

/** How one argument of a tool is edited. `json` is for what no simple field can hold. */
export type FieldKind =
  | { kind: "number"; step: string; minimum?: number; maximum?: number }
  | { kind: "choice"; options: unknown[] }
  | { kind: "flag" }
  | { kind: "line" }
  | { kind: "text" }
  | { kind: "json" };

const LINE_LENGTH = 80;

/** Chooses by the schema; where that says nothing, by the value that was proposed. */
export function fieldKind(schema: ArgumentSchema, value: unknown): FieldKind {
  if (schema.enum && schema.enum.length > 0) return { kind: "choice", options: schema.enum };
  switch (typeOf(schema, value)) {
    case "integer":
      return { kind: "number", step: "1", ...range(schema) };
    case "number":
      return { kind: "number", step: "any", ...range(schema) };
    case "boolean":
      return { kind: "flag" };
    case "string": {
      const long = String(value ?? "").length > LINE_LENGTH || String(value ?? "").includes("\n");
      return { kind: long ? "text" : "line" };
    }
    default:
      return { kind: "json" };
  }
}

/** What a field starts with. */
export function write(field: FieldKind, value: unknown): string {
  if (field.kind === "choice") return String(Math.max(0, field.options.findIndex((option) => same(option, value))));
  if (field.kind === "json") return value === undefined ? "" : JSON.stringify(value, null, 2);
  return value === undefined || value === null ? "" : String(value);
}

/** The value that was entered; undefined where the field was left empty. Throws SyntaxError on broken JSON. */
export function read(field: FieldKind, entered: string): unknown {
  switch (field.kind) {
    case "choice":
      return field.options[Number(entered)];
    case "flag":
      return entered === "true";
    case "number":
      return entered.trim() === "" ? undefined : Number(entered);
    case "json":
      return entered.trim() === "" ? undefined : (JSON.parse(entered) as unknown);
    default:
      return entered;
  }
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function typeOf(schema: ArgumentSchema, value: unknown): string {
  const named = Array.isArray(schema.type) ? schema.type.find((type) => type !== "null") : schema.type;
  if (named) return named;
  return typeof value === "object" || value === undefined ? "json" : typeof value;
}

function range({ minimum, maximum }: ArgumentSchema): { minimum?: number; maximum?: number } {
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}
