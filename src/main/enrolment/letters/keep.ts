import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { LetterTemplate } from "#shared/contract/letters.ts";
import type { Actor } from "../../base/actor.ts";
import { type AuditBatch, openAuditBatch } from "../../audit/append.ts";
import { readUser, writeRaw } from "../../store/people/bulk-directory.ts";
import { insertLetterRow, insertTokenRow, unusedLetters } from "../../store/factors/bulk-tokens.ts";
import type { Raw } from "../../store/sqlite/connection.ts";
import { lettersInPost } from "../../store/people/losses.ts";
import type { LetterRow, TokenRow } from "../../store/migrations/schema.ts";
import { userTarget } from "../../store/people/users.ts";
import { voidEnrolmentRows } from "../../store/factors/void-enrolments.ts";
import { keepEnded } from "../../twofactor/ended.ts";
import type { Keys } from "../../keys/keys.ts";
import type { PlannedLetter } from "./plan.ts";

/** A letter that was made, its seed sealed. */
export interface MadeLetter {
  planned: PlannedLetter;
  token: TokenRow;
  letter: LetterRow;
}

export interface KeepFacts {
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
  action: "letters.issue" | "letters.reprint";
  template: Pick<LetterTemplate, "name">;
  details: ErrorDetails;
}

const conflict = (username: string, what: string): AppError =>
  new AppError("CONFLICT", {
    message: `${username} ${what} while the letters were being made, so no enrolment was saved and no letter became void. Make them again.`,
    details: { username },
  });

/**
 * What the decision relied on must still be true: nobody gets a letter with outdated words, and no letter becomes void
 * that was not counted.
 *
 * @returns the person's letters that the new one voids
 * @throws AppError CONFLICT
 */
function requireUnchanged(raw: Raw, { person, replaces, reprints, pk, voids }: PlannedLetter, at: number): LetterRow[] {
  const user = readUser(raw, pk);
  const unused = user === undefined ? [] : unusedLetters(raw, user.id);
  const same =
    user !== undefined &&
    user.id === person.userId &&
    user.status === "active" &&
    user.username === person.username &&
    user.name === person.name &&
    (replaces !== null || user.enrolment !== "active") &&
    (reprints === null || unused.some(({ id }) => id === reprints));
  if (!same) throw conflict(person.username, "was changed");
  const known = new Set(voids);
  if (lettersInPost(raw, user.id, at).some((serial) => !known.has(serial))) {
    throw conflict(person.username, "got another letter");
  }
  return unused;
}

function keepOne(raw: Raw, keys: Keys, batch: AuditBatch, made: MadeLetter, { actor, at }: KeepFacts): void {
  const { planned, token, letter } = made;
  const older = requireUnchanged(raw, planned, at);
  for (const unused of older) {
    if (unused.token_id !== null) keepEnded(raw, keys, unused.token_id, "void", at);
    voidEnrolmentRows(raw, { tokenId: unused.token_id, letterId: unused.id }, "reprinted", at);
  }
  insertTokenRow(raw, token);
  insertLetterRow(raw, letter);
  const { kind, algorithm, digits, period } = token;
  batch.append({
    actor,
    action: "token.begin",
    target: userTarget({ id: planned.person.userId, username: planned.person.username }),
    details: {
      tokenId: token.id,
      label: token.label,
      kind,
      algorithm,
      digits,
      period,
      letter: letter.serial,
      ...(token.replaces === null ? {} : { replaces: token.replaces }),
      ...(older.length === 0 ? {} : { voids: older.map(({ serial }) => serial).join(", ") }),
    },
  });
}

/**
 * Saves all enrolments with their letters and events, or none.
 *
 * @throws AppError CONFLICT if a person was changed since the decision
 */
export function keepLetters(raw: Raw, keys: Keys, made: readonly MadeLetter[], facts: KeepFacts): void {
  writeRaw(raw, () => {
    const batch = openAuditBatch(raw, keys, facts.at);
    for (const each of made) keepOne(raw, keys, batch, each, facts);
    batch.append({
      actor: facts.actor,
      action: facts.action,
      target: { id: null, name: facts.template.name },
      details: { letters: made.length, ...facts.details },
    });
    batch.close();
  });
}
