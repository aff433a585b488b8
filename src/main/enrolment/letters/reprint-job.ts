import type { LetterId, UserId } from "#shared/model/ids.ts";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { JobContext } from "../../jobs/job.ts";
import { letterWithHolder, type LetterWithHolder } from "../../store/factors/letters.ts";
import { tokensOf } from "../../store/factors/tokens.ts";
import { openTypefaces } from "../../sheets/typefaces.ts";
import type { Db } from "../../store/store.ts";
import { lettersInPost } from "../../store/people/losses.ts";
import type { TokenRow } from "../../store/migrations/schema.ts";
import { Fit } from "../../twofactor/fit.ts";
import { newPhoneLabel } from "../../twofactor/labels.ts";
import { chooseParameters, refusedParameters } from "../../twofactor/parameters.ts";
import type { TokenParameters } from "../../twofactor/totp.ts";
import type { Run } from "./make.ts";
import { addLetter, coverNames, type Fitting, inactive, misfitOf, namesOf, personOf, type Plan } from "./plan.ts";
import { type Printed, type PrintInput, printPlan, readRun } from "./print.ts";
import { LetterReportBuilder } from "./report.ts";
import { withWorkerStore, type WorkerStore } from "../../call/worker-store.ts";

export type ReprintInput = PrintInput & { letters: readonly LetterId[] };

/** Those of the lost letter, as far as the policy and the systems that have to be fitted still allow them. */
async function parametersOf(
  run: Run & Fitting,
  { token, user }: LetterWithHolder,
  own: readonly TokenRow[],
): Promise<TokenParameters> {
  if (token) {
    const { kind, algorithm, digits, period, label, replaces } = token;
    const parameters = { kind, algorithm, digits, period };
    const isAllowed = Object.keys(refusedParameters(run.policy, parameters)).length === 0;
    if (isAllowed && (await run.fit.whyNot(user, own, { parameters, label, replaces })) === null) return parameters;
  }
  return chooseParameters(run.policy, {});
}

/** Why there is nothing to print again; null if there is something. */
function settled({ letter, token, user }: LetterWithHolder): Text | null {
  if (letter.voided_at !== null) return text("letters.alreadyVoid");
  if (token && token.activated_at !== null) return text("letters.wasUsed");
  if (user.enrolment === "active" && (token === null || token.replaces === null)) {
    return text("letters.hasAuthenticator");
  }
  return null;
}

/**
 * Letters whose enrolment was withdrawn or erased have none any more; the new one then replaces the active
 * authenticator.
 */
async function planOne(
  db: Db,
  run: Run & Fitting,
  found: LetterWithHolder,
  seen: Set<UserId>,
  plan: Plan,
): Promise<void> {
  const { letter, token, user } = found;
  const person = personOf(user);
  const why = inactive(user);
  if (why !== null) {
    plan.report.add(person, "refused", why);
    return;
  }
  const unchanged = seen.has(user.id) ? text("letters.printedTwice") : settled(found);
  if (unchanged !== null) {
    plan.report.add(person, "unchanged", unchanged);
    return;
  }
  const own = await tokensOf(db, { kind: "user", id: user.id });
  const parameters = await parametersOf(run, found, own);
  const names = namesOf(user, own, token?.label ?? newPhoneLabel(own, null, run.at));
  const replaces = token?.replaces ?? null;
  const misfit = await misfitOf(run, user, own, { ...names, parameters, replaces });
  if (misfit !== null) {
    plan.report.add(person, "refused", misfit);
    return;
  }
  seen.add(user.id);
  addLetter(plan, {
    pk: user.pk,
    person,
    ...names,
    parameters,
    replaces,
    voids: await lettersInPost(db, user.id, run.at),
    reprints: letter.id,
  });
}

async function planReprint(
  { store: { db }, keys }: WorkerStore,
  run: Run,
  letters: readonly LetterId[],
): Promise<Plan> {
  const faces = await openTypefaces();
  const fit = await Fit.read(db, keys);
  const plan: Plan = { letters: [], report: new LetterReportBuilder() };
  const seen = new Set<UserId>();
  for (const id of new Set(letters)) {
    const found = await letterWithHolder(db, id);
    if (!found) throw new AppError("NOT_FOUND", { text: text("letters.goneLetter") });
    await coverNames(faces, [found.user]);
    await planOne(db, { ...run, faces, fit }, found, seen, plan);
  }
  return plan;
}

/**
 * New secrets for letters that got lost; the older ones become void in the same transaction. For a worker.
 *
 * @throws AppError NOT_FOUND, and as `printPlan`
 */
export const reprintLettersJob = (input: ReprintInput, context: JobContext): Promise<Printed> =>
  withWorkerStore(input, async (worker) => {
    const run = await readRun(worker.store.db, input);
    const plan = await planReprint(worker, run, input.letters);
    return printPlan(worker, plan, run, { ...input, action: "letters.reprint" }, context);
  });
