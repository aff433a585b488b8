import type { LetterReport, LetterTemplate } from "#shared/contract/letters.ts";
import { AppError } from "#shared/errors.ts";
import type { LetterTemplateId } from "#shared/model/ids.ts";
import type { Actor } from "../../base/actor.ts";
import type { JobContext } from "../../jobs/job.ts";
import { issuerOf } from "../../policy/new-authenticators.ts";
import { readPolicy } from "../../policy/policy.ts";
import { requireConsole } from "../../store/console/console.ts";
import type { Db } from "../../store/store.ts";
import { keepLetters, type KeepFacts } from "./keep.ts";
import { makeLetters, type Run, type Target } from "./make.ts";
import { type Gate, passGate } from "./no-return.ts";
import type { Plan } from "./plan.ts";
import { templateOf } from "./templates.ts";
import type { StoreInput, WorkerStore } from "../../call/worker-store.ts";

/** What both kinds of printing need. */
export interface PrintInput extends StoreInput {
  target: Target;
  template?: LetterTemplateId | undefined;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
  gate: Gate;
}

/** Without the location of the files: only the caller knows their final names. */
export type Printed = Omit<LetterReport, "path" | "exposed">;

/** @throws AppError SETUP_REQUIRED, NOT_FOUND for the template */
export async function readRun(
  db: Db,
  { template, at }: { template?: LetterTemplateId | undefined; at: number },
): Promise<Run> {
  const [console, policy, chosen] = [await requireConsole(db), await readPolicy(db), await templateOf(db, template)];
  return { template: chosen, policy, organisation: console.organisation, issuer: issuerOf(policy, console), at };
}

const detailsOf = ({ report }: Plan, { kind }: Target): KeepFacts["details"] => ({
  into: kind,
  unchanged: report.sums.unchanged,
  refused: report.sums.refused,
  ...(report.voidedLetters === 0 ? {} : { voidedLetters: report.voidedLetters }),
});

/**
 * Writes the planned letters, then commits their enrolments in one transaction. In this order a letter that exists
 * under its final name always works: the caller gives the files their names only afterwards.
 *
 * @throws AppError CANCELLED, CONFLICT, DISK_FULL and what the disk says; nothing is committed then
 */
export async function printPlan(
  worker: WorkerStore,
  plan: Plan,
  run: Run & { template: LetterTemplate },
  input: Pick<PrintInput, "target" | "actor" | "gate"> & { action: KeepFacts["action"] },
  context: JobContext,
): Promise<Printed> {
  const { letters, report } = plan;
  if (letters.length > 0) {
    const made = await makeLetters(worker.store.db, worker.keys, letters, run, input.target, context);
    context.onProgress({ phase: "write", done: 0, total: 1 });
    if (!passGate(input.gate)) throw new AppError("CANCELLED");
    const { actor, action } = input;
    await keepLetters(worker, made, {
      actor,
      action,
      at: run.at,
      template: run.template,
      details: detailsOf(plan, input.target),
    });
    context.onProgress({ phase: "write", done: 1, total: 1 });
  }
  return { sums: report.sums, voidedLetters: report.voidedLetters, rows: report.rows(), pages: letters.length };
}
