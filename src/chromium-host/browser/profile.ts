import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a browser would remember about its user, and this app's windows do not. */
const preferences = {
  autofill: { credit_card_enabled: false, enabled: false, profile_enabled: false },
  browser: { enable_spellchecking: false, has_seen_welcome_page: true },
  credentials_enable_service: false,
  credentials_enable_autosignin: false,
  history: { saving_disabled: true },
  profile: { password_manager_enabled: false, password_manager_leak_detection: false },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  signin: { allowed: false },
  translate: { enabled: false },
};

/**
 * Folders to which Chromium saves every few seconds what its windows show, including the text in fields, to restore
 * them after a crash. No setting stops this; a file with the folder's name does.
 */
const sessionFolders = ["Sessions", "Sessions_Encrypted"];

/** Chromium's files about pages seen and forms filled in: never kept from one run to the next. */
const memories = [
  ...sessionFolders,
  "History",
  "History-journal",
  "Favicons",
  "Favicons-journal",
  "Top Sites",
  "Top Sites-journal",
  "Web Data",
  "Web Data-journal",
  "Login Data",
  "Login Data-journal",
  "Login Data For Account",
  "Login Data For Account-journal",
  "Shortcuts",
  "Shortcuts-journal",
  "Visited Links",
  "Network Action Predictor",
  "Network Action Predictor-journal",
];

type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** `over` wins, branch by branch. */
export function mergeTrees(under: Tree, over: Tree): Tree {
  const merged: Tree = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isTree(value) && isTree(below) ? mergeTrees(below, value) : value;
  }
  return merged;
}

function readPreferences(file: string): Tree {
  if (!existsSync(file)) return {};
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isTree(read) ? read : {};
  } catch (cause) {
    // The file was truncated by a power failure. Chromium would discard it as well.
    if (cause instanceof SyntaxError) return {};
    throw cause;
  }
}

/** Removes what Chromium remembers about pages. The profile must not be in use. */
export function forgetPages(profile: string): void {
  for (const name of memories) rmSync(join(profile, "Default", name), { recursive: true, force: true });
}

/** Prepares Chromium's profile folder, readable only by its owner. */
export function prepareProfile(profile: string): void {
  const folder = join(profile, "Default");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "Preferences");
  writeFileSync(file, JSON.stringify(mergeTrees(readPreferences(file), preferences)), { mode: 0o600 });
  forgetPages(profile);
  for (const name of sessionFolders) writeFileSync(join(folder, name), "", { mode: 0o400 });
}

/** Chromium puts a socket there: `org.chromium.Chromium.XXXXXX/SingletonSocket`, in 107 bytes (unix(7)). */
const socketRoom = 107 - "/org.chromium.Chromium.XXXXXX/SingletonSocket".length;

/**
 * The folder for Chromium's temporary files: beside its profile and emptied at each start, so that
 * a run that crashed leaves nothing in a shared folder. If the path is too long for a socket, a fresh
 * folder in the system's temporary folder.
 *
 * @param mayEmpty false while another instance may be using it
 */
export function prepareTemporaryFolder(userData: string, mayEmpty: boolean): { folder: string; remove(): void } {
  const beside = join(userData, "chromium-tmp");
  const fits = Buffer.byteLength(beside) <= socketRoom;
  const folder = fits ? beside : mkdtempSync(join(tmpdir(), "countersign-"));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (fits && mayEmpty) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
