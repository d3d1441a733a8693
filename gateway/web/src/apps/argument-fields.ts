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
    const result: Arguments = {};
    for (const field of this.fields()) {
      const value = read(field.kind, this.raw(field));
      const proposed = this.request.arguments[field.name];
      const untouched = value === "" && proposed === undefined && !field.required;
      if (value !== undefined && !untouched) result[field.name] = value;
    }
    return result;
  }

  protected override render() {
    const fields = this.fields();
    if (fields.length === 0) return html`<p class="soft">It is called without arguments.</p>`;
    return fields.map((field) => this.field(field));
  }

  private field(field: Field) {
    const id = `argument-${field.name}`;
    const { title, description } = field.schema;
    return html`<div class="field">
      <label for=${id}>${title ?? field.name}</label>
      ${this.control(field, id, description ? `${id}-hint` : undefined)}
      ${description ? html`<span class="hint" id="${id}-hint">${description}</span>` : nothing}
    </div>`;
  }

  private control(field: Field, id: string, hint: string | undefined) {
    const { kind, required, schema } = field;
    const value = write(kind, this.request.arguments[field.name]);
    const described = ifDefined(hint);
    switch (kind.kind) {
      case "choice":
        return html`<select id=${id} aria-describedby=${described} data-testid="argument">
          ${kind.options.map((option, index) => html`<option value=${index} ?selected=${String(index) === value}>${String(option)}</option>`)}
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

  private raw(field: Field): string {
    return this.querySelector<HTMLInputElement>(`#${CSS.escape(`argument-${field.name}`)}`)?.value ?? "";
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
