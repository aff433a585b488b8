import type { Approval } from "#shared/contract/approvals.ts";
import type { InputOf, ProcedureName } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { ActKind } from "#shared/model/acts.ts";
import { sentences, text } from "#shared/texts/text.ts";
import type { Call, CallChoices } from "./call.ts";
import type { Io } from "./io.ts";
import type { Output } from "./output.ts";
import { terminalPrompts } from "./prompts.ts";
import { describeApproval } from "./render/administration.ts";
import { time } from "./render/text.ts";
import { classifyProof, type Secrets } from "./secrets.ts";

interface Asking {
  io: Io;
  output: Output;
  secrets: Secrets;
}

/** Gives a fresh code for one kind of action. */
export async function stepUp({ secrets, output }: Asking, call: Call, kind: ActKind) {
  output.notice(text("cliSecrets.freshCodeNeeded"));
  const { freshCode } = await secrets.ask({ freshCode: { message: text("cliSecrets.freshCode"), kind: "proof" } });
  return call("access.stepUp", { kind, ...classifyProof(freshCode) });
}

async function byAdministrator({ io, secrets }: Asking, call: Call, approval: Approval): Promise<void> {
  const message = text("cliSecrets.secondName", { names: approval.approvers });
  const name = secrets.interactive
    ? await terminalPrompts(io).visible(message, (answer) => answer.trim() !== "" || text("cliSecrets.nameMissing"))
    : (await secrets.ask({ approver: { message, kind: "known" } })).approver;
  const { approverPassword, approverCode } = await secrets.ask({
    approverPassword: { message: text("cliSecrets.secondPassword"), kind: "known" },
    approverCode: { message: text("cliSecrets.secondCode"), kind: "proof" },
  });
  const proof = classifyProof(approverCode);
  await call("approvals.approve", { id: approval.id, name, password: approverPassword, ...proof });
}

/** Has an action approved. @throws AppError COUNTERSIGN_REQUIRED while it must wait */
async function haveApproved(asking: Asking, call: Call, procedure: ProcedureName, input: unknown): Promise<void> {
  const approval = await call("approvals.request", { procedure, input });
  if (approval === null || approval.state === "approved") return;
  asking.output.notice(describeApproval(approval));
  if (approval.needs === "administrator") return byAdministrator(asking, call, approval);
  if (approval.needs === "delay") {
    const recorded = text("cliSecrets.requestRecorded", { at: time(approval.readyAt) });
    throw new AppError("COUNTERSIGN_REQUIRED", { text: recorded, details: { readyAt: approval.readyAt } });
  }
  const { recoveryKey } = await asking.secrets.ask({
    recoveryKey: { message: text("cliSecrets.recoveryKey"), kind: "known" },
  });
  await call("approvals.approveByRecoveryKey", { id: approval.id, recoveryKey });
}

/** Tells a script that gave no secret why one is needed. */
async function inWords<T>({ secrets }: Asking, why: AppError, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (secrets.interactive || !(thrown instanceof AppError) || thrown.code !== "INVALID_INPUT") throw thrown;
    const fields = thrown.fields ? { fields: thrown.fields } : {};
    throw new AppError("INVALID_INPUT", { text: sentences(why.text, thrown.text), cause: thrown, ...fields });
  }
}

/**
 * Makes a call. If the console requires a fresh code or a second administrator's approval, gets it and calls again.
 */
export function withProof(asking: Asking, call: Call): Call {
  return async <Name extends ProcedureName>(procedure: Name, input: InputOf<Name>, choices?: CallChoices) => {
    const asked = new Set<string>();
    for (;;) {
      try {
        return await call(procedure, input, choices);
      } catch (error) {
        const code = error instanceof AppError ? error.code : "";
        const needsApproval = code === "COUNTERSIGN_REQUIRED" || code === "APPROVAL_CHANGED";
        const what = needsApproval ? "approval" : code;
        if (!(error instanceof AppError) || asked.has(what)) throw error;
        asked.add(what);
        if (needsApproval) await inWords(asking, error, () => haveApproved(asking, call, procedure, input));
        else if (code === "STEP_UP_REQUIRED") {
          await inWords(asking, error, () => stepUp(asking, call, ActKind.parse(error.details?.["kind"])));
        } else throw error;
      }
    }
  };
}
