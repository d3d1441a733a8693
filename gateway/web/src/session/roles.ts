import type { Session } from "../api/types";

/** Administrators may do what anyone may. */
const has = (session: Session, role: string): boolean => session.roles.includes(role) || session.roles.includes("admin");

export const isCompliance = (session: Session): boolean => has(session, "compliance");
export const isDeveloper = (session: Session): boolean => has(session, "developer");
