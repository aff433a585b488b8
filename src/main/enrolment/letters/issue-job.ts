import { setImmediate } from "node:timers/promises";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import type { JobContext } from "../../jobs/job.ts";
import { openTypefaces } from "../../sheets/typefaces.ts";
import { countSelected } from "../../store/people/selection.ts";
import { type AskedParameters, chooseParameters } from "../../twofactor/parameters.ts";
import { Fit } from "../../twofactor/fit.ts";
import type { Run } from "./make.ts";
import { type Plan, planIssue } from "./plan.ts";
import { type Printed, type PrintInput, printPlan, readRun } from "./print.ts";
import { type StoreInput, withWorkerStore, type WorkerStore } from "../../call/worker-store.ts";

/** For whom, and how. */
interface Wishes {
  selection: ParsedInputOf<"letters.issue">["selection"];
  asked: AskedParameters;
  replace: boolean;
  reprint: boolean;
}

export type IssueInput = PrintInput & Wishes;
export type PreviewInput = StoreInput & Wishes & Pick<PrintInput, "template" | "at">;

async function planFor({ store, keys }: WorkerStore, run: Run, wishes: Wishes, context: JobContext): Promise<Plan> {
  const { db } = store;
  const { signal, onProgress } = context;
  const { selection, asked, replace, reprint } = wishes;
  const parameters = chooseParameters(run.policy, asked);
  const total = await countSelected(db, selection);
  const looked = async (done: number): Promise<void> => {
    onProgress({ phase: "prepare", done, total });
    await setImmediate();
    if (signal.aborted) throw new AppError("CANCELLED");
  };
  const faces = await openTypefaces();
  const fit = await Fit.read(db, keys);
  const wanted = { faces, issuer: run.issuer, fit, parameters, replace, reprint, at: run.at };
  return planIssue(db, selection, wanted, looked);
}

/**
 * A pending authenticator and a letter for each person of a selection. For a worker.
 *
 * @throws AppError POLICY_REFUSED, NOT_FOUND, INVALID_INPUT, and as `printPlan`
 */
export const issueLettersJob = (input: IssueInput, context: JobContext): Promise<Printed> =>
  withWorkerStore(input, async (worker) => {
    const run = await readRun(worker.store.db, input);
    const plan = await planFor(worker, run, input, context);
    return printPlan(worker, plan, run, { ...input, action: "letters.issue" }, context);
  });

/** What `issueLettersJob` would do; changes nothing. For a worker. */
export const previewLettersJob = (input: PreviewInput, context: JobContext): Promise<OutputOf<"letters.preview">> =>
  withWorkerStore(input, async (worker) => {
    const { report } = await planFor(worker, await readRun(worker.store.db, input), input, context);
    return { sums: report.sums, voidedLetters: report.voidedLetters, rows: report.rows() };
  });
