import { uploads } from "./uploads";

/** Files dropped on what it holds are added to the documents, unless it has the attribute `closed`. */
export class DropZone extends HTMLElement {
  /** Where they go; by default to the standard collection. */
  collection?: string;

  connectedCallback(): void {
    this.addEventListener("dragover", this.over);
    this.addEventListener("dragleave", this.leave);
    this.addEventListener("drop", this.take);
  }

  disconnectedCallback(): void {
    this.removeEventListener("dragover", this.over);
    this.removeEventListener("dragleave", this.leave);
    this.removeEventListener("drop", this.take);
  }

  private readonly over = (event: DragEvent): void => {
    if (this.hasAttribute("closed") || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.classList.add("over");
  };

  private readonly leave = (event: DragEvent): void => {
    if (!this.contains(event.relatedTarget as Node | null)) this.classList.remove("over");
  };

  private readonly take = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])];
    this.classList.remove("over");
    if (files.length === 0 || this.hasAttribute("closed")) return;
    event.preventDefault();
    uploads.add(files, this.collection);
  };
}

customElements.define("drop-zone", DropZone);
