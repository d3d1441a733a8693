import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { ifDefined } from "lit/directives/if-defined.js";
import type { Arguments, ArgumentSchema, PermissionRequest } from "../api/types";
import { PageElement } from "../design/element";
import { fieldKind, read, write, type FieldKind } from "./argument-field";

interface Field {
  name: string;
  schema: ArgumentSchema;
  required: boolean;
  kind: FieldKind;
}

/** The arguments of a call as editable fields, made from the tool's own schema. */
@customElement("argument-fields")
export class ArgumentFields extends PageElement {
  @property({ attribute: false }) request!: PermissionRequest;

  /** The arguments as they now stand. Throws SyntaxError where a JSON field does not parse. */
  entered(): Arguments {
    const result = Object.create(null) as Arguments;
    for (const [place, field] of this.fields().entries()) {
      const value = read(field.kind, this.raw(place));
      const proposed = this.request.arguments[field.name];
      const untouched = value === "" && proposed === undefined && !field.required;
      if (value !== undefined && !untouched) result[field.name] = value;
    }
    return result;
  }

  protected override render() {
    const fields = this.fields();
    if (fields.length === 0) return html`<p class="soft">It is called without arguments.</p>`;
    return fields.map((field, place) => this.field(field, place));
  }

  /** The argument's own name is what counts; how the app explains it is the app's word, and said to be. */
  private field(field: Field, place: number) {
    const id = `argument-${place}`;
    const words = [field.schema.title, field.schema.description].filter((text) => text).join(": ");
    const hidden = hiddenCharacters(this.request.arguments[field.name]);
    return html`<div class="field">
      <label for=${id}><bdi>${visible(field.name)}</bdi></label>
      ${this.control(field, id, words ? `${id}-hint` : undefined)}
      ${words ? html`<span class="hint" id="${id}-hint">${this.request.appTitle} says: <bdi>${visible(shortened(words))}</bdi></span>` : nothing}
      ${hidden ? html`<span class="hint"><span class="badge bad">holds characters that cannot be seen</span> <span class="code">${hidden}</span></span>` : nothing}
    </div>`;
  }

  private control(field: Field, id: string, hint: string | undefined) {
    const { kind, required, schema } = field;
    const value = write(kind, this.request.arguments[field.name]);
    const described = ifDefined(hint);
    switch (kind.kind) {
      case "choice":
        return html`<select id=${id} aria-describedby=${described} data-testid="argument">
          ${kind.options.map((option, index) => html`<option value=${index} ?selected=${String(index) === value}>${visible(typeof option === "string" ? option : JSON.stringify(option))}</option>`)}
        </select>`;
      case "flag":
        return html`<select id=${id} aria-describedby=${described} data-testid="argument">
          <option value="true" ?selected=${value === "true"}>yes</option>
          <option value="false" ?selected=${value !== "true"}>no</option>
        </select>`;
      case "number":
        return html`<input id=${id} type="number" data-testid="argument" aria-describedby=${described} .value=${value} step=${kind.step}
          min=${ifDefined(kind.minimum)} max=${ifDefined(kind.maximum)} ?required=${required} />`;
      case "line":
        return html`<input id=${id} type="text" data-testid="argument" aria-describedby=${described} .value=${value}
          maxlength=${ifDefined(schema.maxLength)} ?required=${required} />`;
      default:
        return html`<textarea id=${id} rows="4" data-testid="argument" aria-describedby=${described} .value=${value} ?required=${required}></textarea>`;
    }
  }

  private raw(place: number): string {
    return this.querySelector<HTMLInputElement>(`#argument-${place}`)?.value ?? "";
  }

  /** The schema's arguments in its order, then what was proposed beyond them: nothing that is sent stays unseen. */
  private fields(): Field[] {
    const { schema, arguments: proposed } = this.request;
    const properties = schema.properties ?? {};
    const names = [...new Set([...Object.keys(properties), ...Object.keys(proposed)])];
    return names.map((name) => {
      const part = properties[name] ?? {};
      return { name, schema: part, required: schema.required?.includes(name) ?? false, kind: fieldKind(part, proposed[name]) };
    });
  }
}

const LONGEST_HINT = 200;

function shortened(text: string): string {
  return text.length <= LONGEST_HINT ? text : `${text.slice(0, LONGEST_HINT)}…`;
}

/** What an app writes with characters that hide or turn text round, written out. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => `⟨U+${code(character)}⟩`);
}

function hiddenCharacters(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? "");
  const found = new Set(text.match(/[\p{Cf}]/gu) ?? []);
  return [...found].map((character) => `U+${code(character)}`).join(" ");
}

function code(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
