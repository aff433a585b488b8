import type { NextAction, Verdict } from "#shared/model/records.ts";
import type { Paint } from "../output.ts";
import { plural, printable, shellWord, time } from "./text.ts";

/** What was asked, for commands that can be pasted as they are. */
export interface Asked {
  verdict: Verdict;
  /** As named on the command line. */
  person: string;
  /** How this console is called: `countersign`, with the data folder if one was given. */
  command: string;
}

type Words = (asked: Asked) => string | readonly string[];

/** A command for what the code is about, or for each authenticator with which something can be done. */
const onEach =
  (words: string, after = ""): Words =>
  ({ verdict: { tokenId, targets }, command }) =>
    (tokenId === null ? targets.map((target) => target.tokenId) : [tokenId]).map(
      (id) => `${command} ${words} ${id}${after}`,
    );

const onPerson =
  (words: string, after = ""): Words =>
  ({ person, command }) =>
    `${command} ${words} ${shellWord(person)}${after}`;

export const setBack = "clock set-back --reason 'the clock was in the future'";

const inWords: Record<NextAction, Words> = {
  try_next_code: () => "check another code",
  wait: ({ verdict: { retryAt } }) => (retryAt === null ? "wait" : `wait until ${time(retryAt)}`),
  call_back: () => "end the call, and call the person back on a number you know",
  unlock: onEach("authenticators unlock"),
  enable: onEach("authenticators enable"),
  resync: onEach("authenticators resync"),
  resync_far: onEach("authenticators resync", " --far 'far off at a check'"),
  correct_phone_clock: () => "set the phone's time to automatic",
  check_computer_clock: () => "compare this computer's clock with another one",
  set_clock_back: ({ command }) => `have an owner run: ${command} ${setBack}`,
  use_letter: ({ verdict: { letter } }) => `have the person scan letter ${letter?.serial ?? ""}`,
  reprint: ({ verdict: { letter }, command }) => {
    const serial = shellWord(letter?.serial ?? "");
    return `${command} letters reprint ${serial} --pdf ${serial}.pdf`;
  },
  confirm: onEach("enrol confirm"),
  replace: ({ verdict: { tokenId }, person, command }) =>
    `${command} enrol ${shellWord(person)} --replaces ${tokenId ?? ""}`,
  enrol: onPerson("enrol"),
  new_backup_codes: onPerson("backup-codes regenerate"),
  activate_person: (asked) => `if this is a mistake: ${String(onPerson("people enable")(asked))}`,
};

export function describeVerdict(asked: Asked, paint: Paint): string {
  const { verdict, command } = asked;
  const accepted = verdict.result === "accepted";
  const lines = [
    `${paint(accepted ? "green" : "red", accepted ? "Accepted." : "Refused.")} ${printable(verdict.message)}`,
  ];
  if (verdict.tokenLabel) lines.push(`Authenticator: ${printable(verdict.tokenLabel)}`);
  if (verdict.remainingBackupCodes !== null) {
    lines.push(`${plural(verdict.remainingBackupCodes, "backup code")} left.`);
  }
  if (verdict.retryAt !== null) lines.push(`Next attempt: ${time(verdict.retryAt)}`);
  for (const help of verdict.actions.flatMap((action) => inWords[action](asked))) {
    lines.push(`What helps: ${printable(help)}`);
  }
  if (verdict.restoredFrom !== undefined) {
    lines.push(
      `This console was restored from a backup of ${time(verdict.restoredFrom)}. What was revoked or used since then may be accepted.`,
      `An owner can see what to do about it with: ${command} backup restored`,
    );
  }
  return lines.join("\n");
}
