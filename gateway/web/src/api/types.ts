/** What the gateway's REST API sends and takes. Offsets into text are UTF-16 code units, as in a JavaScript string. */

export interface Problem {
  code: string;
  title: string;
  detail: string;
}

export interface Session {
  name: string;
  roles: string[];
}

export interface Status {
  version: string;
  /** `server` is the host that prompts go to; it is missing where they stay on this machine. */
  model: { name: string; state: "ready" | "starting" | "failed"; server?: string };
  apps: { available: boolean; reason?: string };
}

export interface ConversationSummary {
  id: string;
  title: string;
  updatedAt: string;
}

export interface Sentence {
  start: number;
  end: number;
  passageId: string | null;
  /** It claims something that no passage supports. */
  unsupported: boolean;
}

export interface Passage {
  id: string;
  number: number;
  documentId: string;
  documentName: string;
  /** Who shared it; missing where it is one's own. */
  owner?: string;
  page: number | null;
  text: string;
}

/** What one of two sources says: a sentence in its passage's text, and the value in it. */
export interface Side {
  passageId: string;
  start: number;
  end: number;
  valueStart: number;
  valueEnd: number;
}

export interface Conflict {
  kind: "number" | "date" | "name";
  first: Side;
  second: Side;
}

export interface Citations {
  sentences: Sentence[];
  passages: Passage[];
  conflicts: Conflict[];
}

export type Arguments = Record<string, unknown>;

export interface AppUse {
  app: string;
  appTitle: string;
  tool: string;
  arguments: Arguments;
  saw: string[];
  result: string;
  /** The title of the app that asked for it; missing where the user's words did. */
  asker?: string;
  isError: boolean;
}

export interface Message {
  id: string;
  role: "user" | "assistant";
  text: string;
  status: "streaming" | "complete" | "stopped" | "failed";
  /** Whether a model wrote it, under the mark. */
  marked: boolean;
  error?: Problem;
  citations?: Citations;
  /** What apps did for it, in order. */
  apps: AppUse[];
  /** The names of the collections that the question was limited to. */
  collections: string[];
  createdAt: string;
}

export interface ConversationDetail {
  id: string;
  title: string;
  messages: Message[];
}

export type Effect = "none" | "read" | "write" | "irreversible";
export type Scope = "once" | "chat" | "always";
export type Decision = Scope | "deny";

/** The part of JSON Schema that a tool's argument may carry and the dialog can make a field for. */
export interface ArgumentSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  multipleOf?: number;
}

export interface ToolSchema {
  properties?: Record<string, ArgumentSchema>;
  required?: string[];
}

export interface PermissionRequest {
  id: string;
  app: string;
  appTitle: string;
  tool: string;
  toolTitle: string;
  arguments: Arguments;
  schema: ToolSchema;
  /** What of the user's words the app has been told; missing where another app asks. */
  words?: string;
  /** How many earlier requests of the same chat it was reminded of. */
  earlier: number;
  reads: string[];
  /** The hosts that the app may send to, a line each. */
  reaches: string[];
  effect: Effect;
  /** The title of the app that asks for the call by itself; missing where the user's words ask for it. */
  asker?: string;
  /** What it is given that is not the user's own words: who wrote it, and whether the app could not read it before. */
  carried: { argument: string; from: string[]; widens: boolean }[];
  choices: Scope[];
}

export interface Grant {
  id: string;
  /** Execution for the user's own words, data of another app, or collaboration: another app asks. */
  kind: "execution" | "data" | "collaboration";
  /** What of the user's data goes with it. */
  reads: string[];
  /** The hosts that the app may send to meanwhile, a line each. */
  reaches: string[];
  app: string;
  appTitle: string;
  tool: string;
  toolTitle: string;
  /** The app whose values the tool may be given, or which may ask for it; missing for the user's own words. */
  fromTitle?: string;
  /** Whether that app may ask for it by itself. */
  onRequest: boolean;
  scope: "chat" | "always";
  conversationTitle?: string;
  createdAt: string;
}

export interface Collection {
  id: string;
  name: string;
  owner: string;
  mine: boolean;
  /** It takes what is added without saying where to, and cannot be deleted. */
  standard: boolean;
  documents: number;
  /** Whom it is shared with; shown to its owner alone. */
  readers: string[];
  createdAt: string;
}

export interface DocumentRecord {
  id: string;
  collection: string;
  owner: string;
  mine: boolean;
  restricted: boolean;
  /** Who may read it though it is restricted; shown to its owner alone. */
  readers: string[];
  name: string;
  mediaType: string;
  bytes: number;
  pages: number;
  passages: number;
  state: "ready" | "processing" | "failed";
  error?: Problem;
  createdAt: string;
}

export interface DocumentText {
  id: string;
  name: string;
  text: string;
  pages: { number: number; start: number; end: number }[];
}

export interface PassagePlace {
  id: string;
  documentId: string;
  documentName: string;
  page: number | null;
  start: number;
  end: number;
}

export interface Tool {
  name: string;
  title: string;
  description: string;
  reads: string[];
  effect: Effect;
}

export interface App {
  name: string;
  title: string;
  version: string;
  description: string;
  digest: string;
  tools: Tool[];
  data: { notes: { present: boolean; bytes: number; updatedAt?: string } };
}

export interface AppList {
  available: boolean;
  reason?: string;
  apps: App[];
}

export interface AppVersion {
  app: string;
  title: string;
  version: string;
  digest: string;
  description: string;
  signer?: { name: string; fingerprint: string };
  /** What was shown of its tools, sent back with a yes. */
  tools: string;
  state: "proposed" | "approved" | "stopped";
  active: boolean;
  /** Whether its review forbids a yes. */
  blocked: boolean;
  permissions: { tool: string; effect: Effect; reads: string[]; examples: string[] }[];
  /** What it asks for of the network; added is what the version that runs does not ask for. */
  reaches: { rule: string; added: boolean }[];
  /** Tools of other apps that it may ask for, as `app.tool`. */
  asks: string[];
  findings: { severity: "WARNING" | "BLOCKING"; where: string; what: string }[];
  testRun: { tool: string; arguments: string; answer: string; isError: boolean; millis: number }[];
  changes: { tool: string; part: "TOOL" | "DESCRIPTION" | "INPUT_SCHEMA"; before: string; after: string }[];
  registeredBy: string;
  registeredAt: string;
  decidedBy?: string;
  decidedAt?: string;
}

export interface AppVersionList {
  mayRegister: boolean;
  mayApprove: boolean;
  versions: AppVersion[];
}

/** What the version of an app that runs asks for of the network. */
export interface AppNetwork {
  reaches: string[];
  secrets: { name: string; host: string; stored: boolean; updatedBy?: string; updatedAt?: string }[];
}

export interface PolicyRule {
  tool: string;
  action: "forbid" | "ask" | "allow";
  priority?: number;
  when?: unknown;
  message?: string;
}

export interface AppPolicy {
  policy: { mode: "enforce" | "learn"; rules: PolicyRule[] };
  remarks: string[];
  updatedBy?: string;
  updatedAt?: string;
  /** Rules that denials proposed, and how many calls each would have let the user decide on. */
  proposals: { id: string; rule: PolicyRule; calls: number; lastAt: string }[];
}

export interface PolicyOutcome {
  /** `grants`: no rule fits, and what the user granted decides. */
  action: "forbid" | "ask" | "allow" | "grants";
  message: string;
  rule?: PolicyRule;
  proposal?: PolicyRule;
}

export interface Detection {
  verdict: "marked" | "not_found" | "insufficient";
  score: number;
  pValue: number;
  tokensScored: number;
  expectedPower: number;
  /** Nobody measured how strongly answers of the model in use bear a mark. */
  effectUnknown: boolean;
  keysTried: number;
  keysLeftOut: number;
  spans: MarkSpan[];
  credential?: Credential;
}

/** What the manifest says that travels with a text. */
export interface Credential {
  state: "valid" | "foreign" | "text_changed" | "expired" | "tampered" | "unreadable";
  detail: string;
  signer?: { own: boolean; name: string; issuer: string; notBefore: string; notAfter: string; sha256: string };
  claims?: { generator?: string; created?: string; sourceType?: string };
  start: number;
  end: number;
}

/** Where a mark was found, in UTF-16 units. */
export interface MarkSpan {
  start: number;
  end: number;
  scheme: string;
  keyId: string;
}

export interface ApiToken {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt?: string;
}

export interface NewApiToken {
  id: string;
  name: string;
  token: string;
}

/** One event of an answer's stream, in the order in which they may come. */
export type AnswerEvent =
  | { event: "started"; data: { userMessageId: string; messageId: string } }
  | { event: "step"; data: { kind: string; text: string } }
  | { event: "token"; data: { text: string } }
  | { event: "plan"; data: { steps: string[] } }
  | { event: "permission"; data: PermissionRequest }
  | { event: "permission_resolved"; data: { id: string; decision: Decision } }
  | { event: "app"; data: AppUse }
  | { event: "citations"; data: Citations }
  | { event: "done"; data: { message: Message } }
  | { event: "error"; data: Problem & { message?: Message } };
