import type { Problem } from "./types";

/**
 * A failure that a person can meet: a stable code, what happened, and what to do.
 * Made from the gateway's problem documents, or here where no answer came at all.
 */
export class ApiError extends Error implements Problem {
  constructor(
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly status = 0,
  ) {
    super(`${title} (${code})`);
  }

  static async from(response: Response): Promise<ApiError> {
    return ApiError.parse(response.status, await response.text().catch(() => ""));
  }

  static parse(status: number, body: string): ApiError {
    const problem = readProblem(body);
    return new ApiError(
      problem.code ?? `HTTP_${status}`,
      problem.title ?? "The server could not do this",
      problem.detail ?? "Nothing was changed on this page. Try again; if it stays so, tell your operator the code.",
      status,
    );
  }

  static unreachable(): ApiError {
    return new ApiError(
      "UNREACHABLE",
      "Cloister did not answer",
      "The server or the network is down. What you wrote is still here: try again in a moment.",
    );
  }

  static of(cause: unknown): ApiError {
    if (cause instanceof ApiError) return cause;
    return new ApiError("PAGE_FAULT", "This page made a mistake", `${cause}. Reload the page; nothing on the server was lost.`);
  }
}

function readProblem(body: string): Partial<Problem> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
