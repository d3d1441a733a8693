import { listDocuments, uploadDocument, uploadProgress } from "../api/documents";
import { ApiError } from "../api/error";
import { size } from "../design/wording";

const LOOK_MS = 700;

export interface Upload {
  name: string;
  /** Share sent, 0 to 1. */
  share: number;
  state: "sending" | "reading" | "done" | "failed";
  /** How many passages of it have been worked on, once that is known. */
  passages?: { done: number; all: number };
  error?: ApiError;
}

/** Files on their way to the server, shown wherever files can be added. Fires `change`, and `stored` after each new document. */
class Uploads extends EventTarget {
  list: Upload[] = [];

  /** Without a collection they go to the standard one. */
  add(files: File[], collection?: string): void {
    for (const file of files) void this.send(file, collection);
  }

  remove(upload: Upload): void {
    this.list = this.list.filter((other) => other !== upload);
    this.dispatchEvent(new Event("change"));
  }

  forgetFinished(): void {
    this.list = this.list.filter(({ state }) => state === "sending" || state === "reading");
    this.dispatchEvent(new Event("change"));
  }

  private async send(file: File, collection?: string): Promise<void> {
    const upload: Upload = { name: file.name, share: 0, state: "sending" };
    this.list = [...this.list, upload];
    const tell = (change: Partial<Upload>) => {
      Object.assign(upload, change);
      this.dispatchEvent(new Event("change"));
    };
    tell({});
    try {
      refuseWhatCannotFit(file, (await listDocuments()).limitBytes);
      const id = crypto.randomUUID();
      const sent = uploadDocument(file, id, collection, (share) => tell({ share, state: share < 1 ? "sending" : "reading" }));
      const watching = setInterval(() => void watch(id, tell), LOOK_MS);
      const document = await sent.finally(() => clearInterval(watching));
      if (document.state === "failed") throw unreadable(document.name, document.error);
      tell({ state: "done" });
    } catch (error) {
      tell({ state: "failed", error: ApiError.of(error) });
    }
    this.dispatchEvent(new Event("stored"));
  }
}

/** Nobody needs to know that one look failed: the upload's own answer tells what matters. */
async function watch(id: string, tell: (change: Partial<Upload>) => void): Promise<void> {
  const progress = await uploadProgress(id).catch(() => undefined);
  if (progress && progress.passages > 0) tell({ passages: { done: progress.done, all: progress.passages } });
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
