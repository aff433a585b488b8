import type { NextAction, Verdict } from "#shared/model/records.ts";
import { type Label, text, type Text } from "#shared/texts/text.ts";
import type { Paint } from "../output.ts";
import { shellWord, time } from "./text.ts";
import { linesOf, sayLine, type Words } from "./words.ts";

/** What was asked, for commands that can be pasted as they are. */
export interface Asked {
  verdict: Verdict;
  /** As named on the command line. */
  person: string;
  /** How this console is called: `countersign`, with the data folder if one was given. */
  command: string;
}

type Help = (asked: Asked) => Label | readonly string[];

/** A command for what the code is about, or for each authenticator with which something can be done. */
const onEach =
  (words: string, after = ""): Help =>
  ({ verdict: { tokenId, targets }, command }) =>
    (tokenId === null ? targets.map((target) => target.tokenId) : [tokenId]).map(
      (id) => `${command} ${words} ${id}${after}`,
    );

const commandFor = ({ person, command }: Asked, words: string): string => `${command} ${words} ${shellWord(person)}`;

const onPerson =
  (words: string): Help =>
  (asked) =>
    commandFor(asked, words);

export const setBack = "clock set-back --reason 'the clock was in the future'";

const inWords: Record<NextAction, Help> = {
  try_next_code: () => text("cliEnrolment.checkAnother"),
  wait: ({ verdict: { retryAt } }) =>
    retryAt === null ? text("cliEnrolment.wait") : text("cliEnrolment.waitUntil", { at: time(retryAt) }),
  call_back: () => text("cliEnrolment.callBack"),
  unlock: onEach("authenticators unlock"),
  enable: onEach("authenticators enable"),
  resync: onEach("authenticators resync"),
  resync_far: onEach("authenticators resync", " --far 'far off at a check'"),
  correct_phone_clock: () => text("cliEnrolment.phoneClock"),
  check_computer_clock: () => text("cliEnrolment.computerClock"),
  set_clock_back: ({ command }) => text("cliEnrolment.ownerSetsBack", { command: `${command} ${setBack}` }),
  use_letter: ({ verdict: { letter } }) => text("cliEnrolment.scanLetter", { serial: letter?.serial ?? "" }),
  reprint: ({ verdict: { letter }, command }) => {
    const serial = shellWord(letter?.serial ?? "");
    return `${command} letters reprint ${serial} --pdf ${serial}.pdf`;
  },
  confirm: onEach("enrol confirm"),
  replace: ({ verdict: { tokenId }, person, command }) =>
    `${command} enrol ${shellWord(person)} --replaces ${tokenId ?? ""}`,
  enrol: onPerson("enrol"),
  new_backup_codes: onPerson("backup-codes regenerate"),
  activate_person: (asked) => text("cliEnrolment.ifMistake", { command: commandFor(asked, "people enable") }),
};

export function describeVerdict(asked: Asked, paint: Paint): string {
  const { verdict, command } = asked;
  const accepted = verdict.result === "accepted";
  const result = sayLine(text(accepted ? "cliEnrolment.accepted" : "cliEnrolment.refused"));
  const lines: Words[] = [`${paint(accepted ? "green" : "red", result)} ${sayLine(verdict.message)}`];
  const add = (line: Text) => lines.push(line);
  if (verdict.tokenLabel) add(text("cliEnrolment.authenticator", { label: verdict.tokenLabel }));
  if (verdict.remainingBackupCodes !== null) {
    add(text("cliAccess.codesLeft", { count: verdict.remainingBackupCodes }));
  }
  if (verdict.retryAt !== null) add(text("cliEnrolment.nextAttempt", { at: time(verdict.retryAt) }));
  for (const what of verdict.actions.flatMap((action) => inWords[action](asked))) {
    add(text("cliEnrolment.whatHelps", { what }));
  }
  if (verdict.restoredFrom !== undefined) {
    add(text("cliEnrolment.restoredFrom", { at: time(verdict.restoredFrom) }));
    add(text("cliEnrolment.seeRestored", { command }));
  }
  return linesOf(lines);
}
