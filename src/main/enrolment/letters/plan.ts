import type { LetterVerdict } from "#shared/contract/letters.ts";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { LetterId, TokenId, UserId } from "#shared/model/ids.ts";
import { tokensOf } from "../../store/factors/tokens.ts";
import { lettersInPost } from "../../store/people/losses.ts";
import type { Db } from "../../store/store.ts";
import type { TokenRow } from "../../store/migrations/schema.ts";
import { selectedUsers } from "../../store/people/selection.ts";
import type { StoredUser } from "../../store/people/users.ts";
import { personAccount } from "../../twofactor/account-label.ts";
import type { Coming, Fit } from "../../twofactor/fit.ts";
import { newPhoneLabel } from "../../twofactor/labels.ts";
import { seedLength } from "../../policy/new-authenticators.ts";
import { fitsQr } from "../../sheets/qr-capacity.ts";
import { keyUri, type TokenParameters } from "../../twofactor/totp.ts";
import type { Typefaces } from "../../sheets/typefaces.ts";
import { unprintable } from "../../sheets/unprintable.ts";
import { LetterReportBuilder, type Person } from "./report.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";

/** One transaction commits them all, so they all are in memory until then; larger runs are split by a filter. */
const mostLetters = 20_000;

/** One letter that is to be made. */
export interface PlannedLetter {
  pk: number;
  person: Person;
  label: string;
  /** As the app shows it. */
  account: string;
  parameters: TokenParameters;
  replaces: TokenId | null;
  /** Serials of usable letters that this one makes void. */
  voids: readonly string[];
  /** The letter that a reprint replaces. */
  reprints: LetterId | null;
  /** Receives the serial. */
  verdict: LetterVerdict;
}

export interface Plan {
  letters: PlannedLetter[];
  report: LetterReportBuilder;
}

export const personOf = (user: Pick<StoredUser, "id" | "username" | "name">): Person => ({
  userId: user.id,
  username: user.username,
  name: user.name,
});

/** Why somebody who is not active cannot be enrolled; null if the person is active. */
export const inactive = ({ status }: Pick<StoredUser, "status">): Text | null =>
  status === "active" ? null : status === "left" ? text("letters.hasLeft") : text("letters.isDisabled");

/** Whether the names fit into a QR code. */
const fitsLetter = (issuer: string, account: string, parameters: TokenParameters): boolean =>
  fitsQr(keyUri(issuer, account, Buffer.alloc(seedLength), parameters));

/** What the new authenticator is called here and in the app. */
export function namesOf(user: StoredUser, own: readonly TokenRow[], label: string): { label: string; account: string } {
  // A pending letter becomes void with this one: its key is in no app.
  const others = own.filter(({ status }) => status !== "pending");
  return { label, account: personAccount(user.username, { id: newToken, label }, others) };
}

/** The new authenticator is none of the current ones. */
const newToken = "" as TokenId;

/** Looks for fonts on this computer for what the letters' own fonts lack. */
export async function coverNames(
  faces: Typefaces,
  users: readonly Pick<StoredUser, "name" | "username">[],
): Promise<void> {
  for (const { name, username } of users) {
    await faces.heading.cover(name);
    await faces.text.cover(name);
    await faces.text.cover(username);
  }
}

/** What decides whether a letter can be made. */
export interface Fitting {
  faces: Typefaces;
  issuer: string;
  fit: Fit;
}

/** Why a letter cannot be made for a person; null if it can. Fonts must have been looked for. */
export async function misfitOf(
  { faces, issuer, fit }: Fitting,
  user: StoredUser,
  own: readonly TokenRow[],
  { account, ...coming }: Coming & { account: string },
): Promise<Text | null> {
  if (!fitsLetter(issuer, account, coming.parameters)) return text("letters.namesTooLong");
  const { name, username } = user;
  const missing = [...faces.heading.missing(name), ...faces.text.missing(name), ...faces.text.missing(username)];
  return unprintable(missing, "forLetter") ?? fit.whyNot(user, own, coming);
}

/** @throws AppError INVALID_INPUT if there would be too many */
export function addLetter(plan: Plan, letter: Omit<PlannedLetter, "verdict">): void {
  if (plan.letters.length >= mostLetters) {
    throw new AppError("INVALID_INPUT", {
      text: text("letters.tooMany", { most: mostLetters }),
      fields: { selection: text("letters.mostInRun", { most: mostLetters }) },
    });
  }
  plan.letters.push({ ...letter, verdict: plan.report.addLetter(letter.person, letter.voids) });
}

const newestActive = (tokens: readonly TokenRow[]): TokenRow | undefined =>
  tokens.findLast((token) => token.status === "active");

interface IssueWishes extends Fitting {
  parameters: TokenParameters;
  /** Also for those who have an active authenticator. */
  replace: boolean;
  /** Also for those who have a usable letter. */
  reprint: boolean;
  /** UTC milliseconds. */
  at: number;
}

async function planUser(db: Db, user: StoredUser, plan: Plan, wishes: IssueWishes): Promise<void> {
  const { parameters, replace, reprint, at } = wishes;
  const person = personOf(user);
  const why = inactive(user);
  if (why !== null) {
    plan.report.add(person, "refused", why);
    return;
  }
  if (user.enrolment === "active" && !replace) {
    plan.report.add(person, "unchanged", text("letters.hasAuthenticator"));
    return;
  }
  const own = user.enrolment === "none" ? [] : await tokensOf(db, { kind: "user", id: user.id });
  const voids = own.length === 0 ? [] : await lettersInPost(db, user.id, at);
  if (voids.length > 0 && !reprint) {
    plan.report.addWaiting(person, voids);
    return;
  }
  const replaced = newestActive(own);
  const names = namesOf(user, own, newPhoneLabel(own, replaced, at));
  const replaces = replaced?.id ?? null;
  const misfit = await misfitOf(wishes, user, own, { ...names, parameters, replaces });
  if (misfit !== null) {
    plan.report.add(person, "refused", misfit);
    return;
  }
  addLetter(plan, {
    pk: user.pk,
    person,
    ...names,
    parameters,
    replaces,
    voids,
    reprints: null,
  });
}

/** Chosen people who were deleted: only their ids are known. */
function addGone(plan: Plan, chosen: readonly UserId[], found: ReadonlySet<UserId>): void {
  for (const userId of new Set(chosen)) {
    if (!found.has(userId))
      plan.report.add({ userId, username: "", name: "" }, "refused", text("directory.deletedMeanwhile"));
  }
}

/**
 * Decides for every person of a selection; changes nothing.
 *
 * @param onPage called with how many have been decided
 * @throws AppError INVALID_INPUT if there would be too many letters
 */
export async function planIssue(
  db: Db,
  selection: ParsedInputOf<"letters.issue">["selection"],
  wishes: IssueWishes,
  onPage: (looked: number) => Promise<void>,
): Promise<Plan> {
  const plan: Plan = { letters: [], report: new LetterReportBuilder() };
  const found = new Set<UserId>();
  for await (const page of selectedUsers(db, selection)) {
    await coverNames(wishes.faces, page);
    for (const user of page) {
      if ("ids" in selection) found.add(user.id);
      await planUser(db, user, plan, wishes);
    }
    await onPage(plan.report.sums.total);
  }
  if ("ids" in selection) addGone(plan, selection.ids, found);
  return plan;
}
