import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { LetterTemplate } from "#shared/contract/letters.ts";
import type { Actor } from "../../base/actor.ts";
import { type Change, changeWith } from "../../call/change.ts";
import { insertLetter, unusedLetters } from "../../store/factors/letters.ts";
import { insertToken, tokensOf } from "../../store/factors/tokens.ts";
import { lettersInPost } from "../../store/people/losses.ts";
import type { LetterRow, TokenRow } from "../../store/migrations/schema.ts";
import { readUser, type StoredUser, userTarget } from "../../store/people/users.ts";
import type { Tx } from "../../store/store.ts";
import { voidEnrolmentRows } from "../../store/factors/void-enrolments.ts";
import { keepEnded } from "../../twofactor/ended.ts";
import { Fit } from "../../twofactor/fit.ts";
import type { PlannedLetter } from "./plan.ts";
import type { WorkerStore } from "../../call/worker-store.ts";

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

const conflict = (username: string, why: "personChanged" | "anotherLetter"): AppError =>
  new AppError("CONFLICT", { text: { key: `letters.${why}`, facts: { username } }, details: { username } });

/** A system may have to be fitted since, or the person be in its group. @throws AppError POLICY_REFUSED */
async function requireStillFits(tx: Tx, fit: Fit, user: StoredUser, planned: PlannedLetter): Promise<void> {
  if (fit.isFree) return;
  const why = await fit.whyNot(user, await tokensOf(tx, { kind: "user", id: user.id }), planned);
  if (why !== null) throw new AppError("POLICY_REFUSED", { text: why, details: { username: user.username } });
}

/**
 * What the decision relied on must still be true: nobody gets a letter with outdated words, and no letter becomes void
 * that was not counted.
 *
 * @returns the person's letters that the new one voids
 * @throws AppError CONFLICT, POLICY_REFUSED
 */
async function requireUnchanged(tx: Tx, fit: Fit, planned: PlannedLetter, at: number): Promise<LetterRow[]> {
  const { person, replaces, reprints, pk, voids } = planned;
  const user = await readUser(tx, pk);
  const unused = user === undefined ? [] : await unusedLetters(tx, user.id);
  const same =
    user !== undefined &&
    user.id === person.userId &&
    user.status === "active" &&
    user.username === person.username &&
    user.name === person.name &&
    (replaces !== null || user.enrolment !== "active") &&
    (reprints === null || unused.some(({ id }) => id === reprints));
  if (!same) throw conflict(person.username, "personChanged");
  const known = new Set(voids);
  if ((await lettersInPost(tx, user.id, at)).some((serial) => !known.has(serial))) {
    throw conflict(person.username, "anotherLetter");
  }
  await requireStillFits(tx, fit, user, planned);
  return unused;
}

async function keepOne(made: Change, fit: Fit, { planned, token, letter }: MadeLetter): Promise<void> {
  const { tx, at, note } = made;
  const older = await requireUnchanged(tx, fit, planned, at);
  for (const unused of older) {
    if (unused.token_id !== null) await keepEnded(made, unused.token_id, "void");
    await voidEnrolmentRows(tx, { tokenId: unused.token_id, letterId: unused.id }, "reprinted", at);
  }
  await insertToken(tx, token);
  await insertLetter(tx, letter);
  const { kind, algorithm, digits, period } = token;
  note({
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
 * @throws AppError CONFLICT if a person was changed since the decision, POLICY_REFUSED if a letter no longer fits
 */
export const keepLetters = (
  { store, keys }: WorkerStore,
  letters: readonly MadeLetter[],
  { actor, at, action, template, details }: KeepFacts,
): Promise<void> =>
  changeWith({ store, keys, actor, at }, async (made) => {
    const fit = await Fit.read(made.tx, keys);
    for (const letter of letters) await keepOne(made, fit, letter);
    made.note({
      action,
      target: { id: null, name: template.name },
      details: { letters: letters.length, ...details },
    });
  });
