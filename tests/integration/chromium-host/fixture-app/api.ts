/** What the preload gives the page. */
export interface FixtureApi {
  version: number;
  nested: { list: [number, { two: number }] };
  echo(value: unknown): Promise<unknown>;
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  send(channel: string, ...args: unknown[]): void;
  subscribe(listener: (value: unknown) => void): () => void;
  sync(text: string): string;
  throws(): never;
  callBack(callback: (text: string) => unknown): unknown;
  requireModule(name: string): string;
  useUnknown(): unknown;
  echoLater(value: Promise<unknown>): Promise<unknown>;
}

/** What the page keeps for the tests. */
export interface FixtureWindow {
  fixture: FixtureApi;
  received: unknown[];
  unsubscribe(): void;
}

/** What the main process saw. */
export interface Seen {
  navigations: string[];
  frameNavigations: [url: string, isMainFrame: boolean][];
  redirects: string[];
  opened: string[];
  sends: unknown[][];
  console: [level: string, message: string][];
  requests: [url: string, type: string][];
  downloads: string[];
  closes: number;
}

/** What the tests reach in the main process through `evaluate`. */
export interface FixtureMain {
  seen: Seen;
  keepOpen: boolean;
  openWindow(): unknown;
}
