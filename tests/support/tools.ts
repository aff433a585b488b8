import { howToInstall, locate, tools, type ToolName } from "../../scripts/tools.ts";

/** In CI nothing may be skipped: a missing tool is then a failure. `npm test` sets it from CI or COUNTERSIGN_NO_SKIP. */
export function nothingMaySkip(env: NodeJS.ProcessEnv = process.env): boolean {
  return env["CI"] === "true" || env["COUNTERSIGN_NO_SKIP"] === "1";
}

/** The part of a Vitest test context (or of Playwright's `test`) that skips. */
export interface Skipping {
  skip(note?: string): void;
}

/**
 * The path of a tool from scripts/tools.ts, for use inside a test.
 * Missing: in CI it throws; elsewhere the test is skipped through `context`, with a line that says why.
 * @throws Error when the tool is missing and nothing may be skipped, or no context was given
 */
export function requireTool(name: ToolName, context?: Skipping): string {
  const file = locate(name);
  if (file !== undefined) return file;
  const reason = sayMissing([name]);
  if (context === undefined || nothingMaySkip()) throw new Error(reason);
  context.skip(reason);
  // Both skip functions throw; this is for those who pass another.
  throw new Error(reason);
}

/**
 * For whole groups: `describe.skipIf(toolsMissing("age", "sqlite3"))("…", …)`.
 * @throws Error when one is missing and nothing may be skipped
 */
export function toolsMissing(...names: ToolName[]): boolean {
  return missing(
    names.filter((name) => locate(name) === undefined),
    sayMissing,
  );
}

/**
 * True outside `node scripts/with-keyring.ts`, where there is no Secret Service that a test may write to.
 * @throws Error when there is none and nothing may be skipped
 */
export function keyringMissing(): boolean {
  const absent = process.env["COUNTERSIGN_KEYRING"] === "1" ? [] : ["keyring"];
  return missing(absent, () => "no keyring for tests here: run this through node scripts/with-keyring.ts -- …");
}

function missing<T>(absent: T[], say: (absent: T[]) => string): boolean {
  if (absent.length === 0) return false;
  const reason = say(absent);
  if (nothingMaySkip()) throw new Error(reason);
  console.warn(`skipped: ${reason}`);
  return true;
}

function sayMissing(names: ToolName[]): string {
  const what = names.map((name) => `${name} (${tools[name].purpose})`).join(", ");
  return `not installed: ${what}. ${howToInstall(names)}`;
}
