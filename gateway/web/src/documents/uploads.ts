import { listDocuments, uploadDocument } from "../api/documents";
import { ApiError } from "../api/error";
import { size } from "../design/wording";

export interface Upload {
  name: string;
  /** Share sent, 0 to 1. */
  share: number;
  state: "sending" | "reading" | "done" | "failed";
  error?: ApiError;
}

/** Files on their way to the server, shown wherever files can be added. Fires `change`, and `stored` after each new document. */
class Uploads extends EventTarget {
  list: Upload[] = [];

  add(files: File[]): void {
    for (const file of files) void this.send(file);
  }

  remove(upload: Upload): void {
    this.list = this.list.filter((other) => other !== upload);
    this.dispatchEvent(new Event("change"));
  }

  forgetFinished(): void {
    this.list = this.list.filter(({ state }) => state === "sending" || state === "reading");
    this.dispatchEvent(new Event("change"));
  }

  private async send(file: File): Promise<void> {
    const upload: Upload = { name: file.name, share: 0, state: "sending" };
    this.list = [...this.list, upload];
    const tell = (change: Partial<Upload>) => {
      Object.assign(upload, change);
      this.dispatchEvent(new Event("change"));
    };
    tell({});
    try {
      refuseWhatCannotFit(file, (await listDocuments()).limitBytes);
      const document = await uploadDocument(file, (share) => tell({ share, state: share < 1 ? "sending" : "reading" }));
      if (document.state === "failed") throw unreadable(document.name, document.error);
      tell({ state: "done" });
    } catch (error) {
      tell({ state: "failed", error: ApiError.of(error) });
    }
    this.dispatchEvent(new Event("stored"));
  }
}

function refuseWhatCannotFit(file: File, limit: number): void {
  if (file.size > limit) {
    throw new ApiError(
      "DOCUMENT_TOO_LARGE",
      `${file.name} is too large`,
      `It has ${size(file.size)}; the limit is ${size(limit)}. Nothing was sent. Split it, or ask your operator to raise the limit.`,
    );
  }
  if (file.size === 0) {
    throw new ApiError("DOCUMENT_EMPTY", `${file.name} is empty`, "There is nothing in it to read. Nothing was sent.");
  }
}

function unreadable(name: string, error?: { code: string; title: string; detail: string }): ApiError {
  if (error) return new ApiError(error.code, error.title, error.detail);
  return new ApiError("DOCUMENT_UNREADABLE", `${name} could not be read`, "Try it as PDF or plain text.");
}

export const uploads = new Uploads();
