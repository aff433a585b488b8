import type { HealthReport } from "#shared/contract/system.ts";
import { bytesInWords } from "../../ui/format.ts";

export interface FindingProps {
  state: "good" | "note" | "bad";
  title: string;
  lines: readonly string[];
}

export function storeFinding(store: HealthReport["store"]): FindingProps {
  const size = store.sizeBytes === null ? [] : [`Size: ${bytesInWords(store.sizeBytes)}`];
  const form = store.schemaVersion === null ? [] : [`Schema version ${store.schemaVersion}`];
  return store.problems.length === 0
    ? { state: "good", title: "The store is sound", lines: [...size, ...form] }
    : {
        state: "bad",
        title: "The store has faults. Save what you can and restore the last backup",
        lines: [...store.problems, ...size],
      };
}

export function keychainFinding({ state, reason }: HealthReport["keychain"]): FindingProps {
  const lines = reason === null ? [] : [reason];
  switch (state) {
    case "bound":
      return { state: "good", title: "The keychain holds the key of this console", lines };
    case "available":
      return {
        state: "note",
        title: "The keychain answers, but does not hold the key of this console",
        lines: [...lines, "The next start asks for the passphrase or the recovery key."],
      };
    case "unavailable":
      return {
        state: "note",
        title: "The keychain cannot be reached",
        lines: [...lines, "The console works; each start asks for the passphrase."],
      };
  }
}

const runtimeNames: Record<HealthReport["runtime"]["name"], string> = {
  electron: "Electron",
  chromium: "the system's Chromium",
  terminal: "a terminal",
};

export const runtimeFinding = ({ name, version }: HealthReport["runtime"]): FindingProps => ({
  state: "good",
  title: `Runs in ${runtimeNames[name]}`,
  lines: [`Version ${version}`],
});
