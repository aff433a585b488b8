import type { HealthReport } from "#shared/contract/system.ts";
import { say } from "#shared/texts/say.ts";
import { bytesInWords, counted, localTime, numberInWords, secondsInWords } from "../../ui/format.ts";

export interface FindingProps {
  state: "good" | "note" | "bad";
  title: string;
  lines: readonly string[];
}

export function storeFinding(store: HealthReport["store"]): FindingProps {
  const size = store.sizeBytes === null ? [] : [`Size: ${bytesInWords(store.sizeBytes)}`];
  const form = store.schemaVersion === null ? [] : [`Schema version ${store.schemaVersion}`];
  return store.problems.length === 0
    ? { state: "good", title: "The database is intact", lines: [...size, ...form] }
    : {
        state: "bad",
        title: "The database is damaged. Save what you can and restore the last backup",
        lines: [...store.problems.map(say), ...size],
      };
}

export const diskFinding = ({ diskFull }: HealthReport["store"]): FindingProps =>
  diskFull
    ? {
        state: "bad",
        title: "The disk of the data folder is full",
        lines: ["What was saved is safe and can be read. Free some space, then open the console again."],
      }
    : { state: "good", title: "There is enough disk space", lines: [] };

export function auditFinding({ tail, lastFull }: HealthReport["audit"]): FindingProps {
  const whole = lastFull
    ? `All ${counted(lastFull.events, "event", "events")} were checked on ${localTime.format(lastFull.at)}.`
    : "The whole audit log has not been verified yet. An owner can do that on the Audit page.";
  if (tail === "broken" || lastFull?.valid === false) {
    return { state: "bad", title: "The audit log was changed or is damaged", lines: [whole] };
  }
  return { state: "good", title: "The audit log is intact, as far as it was checked", lines: [whole] };
}

/** A restored store keeps the broken log of its backup: readers of the log have to know where it is broken. */
export const restoredFinding = ({
  at,
  backupName,
  event,
}: NonNullable<HealthReport["audit"]["restored"]>): FindingProps => ({
  state: "bad",
  title: "This console was restored from a backup whose audit log was broken",
  lines: [
    `Restored on ${localTime.format(at)} from ${backupName}.`,
    `The first broken event is number ${numberInWords(event)}. That event and earlier ones may have been changed.`,
  ],
});

/** Problems with what opens the keys. */
export const slotsFinding = (slots: HealthReport["slots"]): FindingProps =>
  slots.length === 0
    ? { state: "good", title: "The keys can be opened without this computer's keychain", lines: [] }
    : { state: "bad", title: "What opens the keys needs attention", lines: slots.map(say) };

export const privacyFinding = ({ exposed }: HealthReport["store"]): FindingProps =>
  exposed.length === 0
    ? { state: "good", title: "Only this account can read the console's files", lines: [] }
    : { state: "bad", title: "The console's files are not private", lines: exposed.map(say) };

export function keychainFinding({ state, reason }: HealthReport["keychain"]): FindingProps {
  const lines = reason === null ? [] : [say(reason)];
  switch (state) {
    case "bound":
      return { state: "good", title: "The keychain has this console's key", lines };
    case "available":
      return {
        state: "note",
        title: "The keychain can be reached but does not have this console's key",
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

/** What recent codes say about this computer's clock. */
export function driftFinding({ samples, suspectedMs, share }: HealthReport["clock"]["drift"]): FindingProps {
  const authenticators = counted(samples, "authenticator", "authenticators");
  if (suspectedMs === null || suspectedMs === 0) {
    return {
      state: "good",
      title: "The clock looks right",
      lines: [
        samples === 0
          ? "No recent code could be compared with the clock."
          : `Compared with the last codes of ${authenticators}.`,
      ],
    };
  }
  const distance = secondsInWords(Math.abs(suspectedMs) / 1000);
  const speaking = Math.round(samples * share);
  return {
    state: "bad",
    title: `This computer's clock is probably ${distance} ${suspectedMs > 0 ? "behind" : "ahead"}: ${numberInWords(speaking)} of ${authenticators} ${speaking === 1 ? "says" : "say"} so`,
    lines: [
      "Phones take their time from the network, so it is more likely that this computer is wrong than all of them.",
      "Compare with a clock that you trust, and set this computer's clock in its settings for date and time. Then check some more codes.",
      "Until then, correct codes may be refused. Nobody needs to change anything on a phone.",
    ],
  };
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
