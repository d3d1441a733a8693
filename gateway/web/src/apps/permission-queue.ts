import { pendingPermissions } from "../api/permissions";
import type { PermissionRequest } from "../api/types";

/** What apps wait to be allowed, first come first asked. Fires `change`. */
class PermissionQueue extends EventTarget {
  requests: PermissionRequest[] = [];

  add(request: PermissionRequest): void {
    if (this.requests.some(({ id }) => id === request.id)) return;
    this.replace([...this.requests, request]);
  }

  remove(id: string): void {
    this.replace(this.requests.filter((request) => request.id !== id));
  }

  clear(): void {
    this.replace([]);
  }

  /** Learns of requests that another tab's answer is waiting for. Best effort: the stream brings this tab's own. */
  async refresh(): Promise<void> {
    const pending = await pendingPermissions().catch(() => undefined);
    if (pending) this.replace(pending);
  }

  private replace(requests: PermissionRequest[]): void {
    this.requests = requests;
    this.dispatchEvent(new Event("change"));
  }
}

export const permissionQueue = new PermissionQueue();
