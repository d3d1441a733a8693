/** Where in the page a person is; kept after the `#`, so that the server serves one file for all. */
export type Route =
  | { page: "chat"; conversation: string }
  | { page: "documents" }
  | { page: "apps" }
  | { page: "parties" }
  | { page: "check" }
  | { page: "marks" }
  | { page: "settings" };

/** An empty conversation id is a chat that does not exist yet. Unknown places lead to the chat. */
export function parseRoute(hash: string): Route {
  const [page = "", id = ""] = hash.replace(/^#\/?/, "").split("/");
  switch (page) {
    case "documents":
    case "apps":
    case "parties":
    case "check":
    case "marks":
    case "settings":
      return { page };
    default:
      return { page: "chat", conversation: decode(id) };
  }
}

export function chatAddress(id: string): string {
  return id ? `#/chat/${encodeURIComponent(id)}` : "#/chat";
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
