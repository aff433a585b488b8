import type { Approval } from "#shared/contract/approvals.ts";
import { type InputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { ApprovalId } from "#shared/model/ids.ts";
import { epoch, hour } from "./records.ts";
import { text } from "#shared/texts/text.ts";

/** What calls need before they go through. */
export interface ProofScenario {
  /** Sensitive calls ask for a fresh code. */
  stepUp?: boolean;
  /** Calls that can need an approval do, in this way. */
  countersign?: Approval["needs"];
  /** With a delay: when it ends. */
  readyAt?: number;
  /** What would happen changes after the first approval is given, or while it is being given. */
  changes?: "approved" | "approving";
  /** Wrong attempts lead to a wait until then. */
  throttledUntil?: number;
  /** Requests that are there already. */
  waiting?: Partial<Approval>[];
}

export const wrongCode = "000000";
export const usedCode = "111111";
const recoveryKeyStart = "0K7D";

const approvalId = (n: number): ApprovalId =>
  ApprovalId.parse(`0192f0c4-0009-7000-8000-${n.toString(16).padStart(12, "0")}`);

/** Step-up and countersignature as the console's door asks for them. */
export class FakeProof {
  readonly #scenario: ProofScenario;
  readonly #stepped = new Set<string>();
  readonly #acts = new Map<string, string>();
  #approvals: Approval[];
  #changes: number;
  #requests = 0;

  constructor(scenario: ProofScenario) {
    this.#scenario = scenario;
    this.#changes = scenario.changes === undefined ? 0 : 1;
    this.#approvals = (scenario.waiting ?? []).map((over, n) => ({
      ...this.#approval(100 + n, "policies.set"),
      ...over,
    }));
  }

  /** @throws AppError where the call needs more than itself */
  check(name: ProcedureName, input: unknown): void {
    const { stepUp, countersign } = procedures[name];
    if (this.#scenario.stepUp && stepUp !== null && !this.#stepped.has(stepUp)) {
      throw new AppError("STEP_UP_REQUIRED", { details: { kind: stepUp } });
    }
    if (!countersign || this.#scenario.countersign === undefined) return;
    const act = actOf(name, input);
    const approval = this.#approvals.find(({ id, state }) => state === "approved" && this.#acts.get(id) === act);
    if (!approval) throw new AppError("COUNTERSIGN_REQUIRED");
    this.#approvals = this.#approvals.filter((one) => one !== approval);
    if (this.#scenario.changes === "approved" && this.#changed()) throw new AppError("APPROVAL_CHANGED");
  }

  /** The second administrator approves somewhere else. */
  approveElsewhere(): void {
    this.#approvals = this.#approvals.map((approval) => ({ ...approval, state: "approved", approvedBy: "ole.berg" }));
  }

  #changed(): boolean {
    if (this.#changes === 0) return false;
    this.#changes -= 1;
    return true;
  }

  #approval(n: number, procedure: string): Approval {
    const needs = this.#scenario.countersign ?? "administrator";
    return {
      id: approvalId(n),
      procedure,
      title: text("plain.legacy", { sentence: `Do what ${procedure} does, version ${n}` }),
      facts: [text("approvals.everybodyOut"), text("plain.legacy", { sentence: "Nobody has to be enrolled again" })],
      requestedBy: "mara.lindqvist",
      requestedAt: epoch,
      expiresAt: Date.now() + 24 * hour,
      digest: "ab".repeat(32),
      state: "waiting",
      approvedBy: null,
      needs,
      approvers: needs === "administrator" ? ["ole.berg", "pia.roth"] : [],
      readyAt: needs === "delay" ? (this.#scenario.readyAt ?? Date.now() + 24 * hour) : null,
    };
  }

  #settle(id: string, approvedBy: string): Approval {
    const { throttledUntil, changes } = this.#scenario;
    if (throttledUntil !== undefined) throw new AppError("THROTTLED", { details: { retryAt: throttledUntil } });
    if (changes === "approving" && this.#changed()) throw new AppError("APPROVAL_CHANGED");
    const found = this.#approvals.find((approval) => approval.id === id);
    if (!found) throw new AppError("NOT_FOUND");
    const approved: Approval = { ...found, state: "approved", approvedBy };
    this.#approvals = this.#approvals.map((approval) => (approval.id === id ? approved : approval));
    return approved;
  }

  readonly handlers = {
    "access.stepUp": ({ kind, code, backupCode }: InputOf<"access.stepUp">) => {
      const { throttledUntil } = this.#scenario;
      if (throttledUntil !== undefined) throw new AppError("THROTTLED", { details: { retryAt: throttledUntil } });
      if (code === wrongCode) throw new AppError("CODE_REFUSED");
      if (code === usedCode) throw new AppError("CODE_REFUSED", { details: { reason: "already_used" } });
      this.#stepped.add(kind);
      return { until: Date.now() + 300_000, remainingBackupCodes: backupCode === undefined ? null : 6 };
    },
    "approvals.request": ({ procedure, input }: InputOf<"approvals.request">): Approval => {
      const act = actOf(procedure, input);
      this.#requests += 1;
      const approval = this.#approval(this.#requests, procedure);
      this.#approvals = [approval, ...this.#approvals.filter(({ id }) => this.#acts.get(id) !== act)];
      this.#acts.set(approval.id, act);
      return approval;
    },
    "approvals.list": () => ({ approvals: this.#approvals }),
    "approvals.approve": ({ id, name, code }: InputOf<"approvals.approve">): Approval => {
      if (code === wrongCode) throw new AppError("SIGN_IN_REFUSED");
      if (name === "mara.lindqvist" && this.#approvals.find((one) => one.id === id)?.requestedBy === name) {
        throw new AppError("APPROVAL_REFUSED");
      }
      return this.#settle(id, name);
    },
    "approvals.approveByRecoveryKey": ({ id, recoveryKey }: InputOf<"approvals.approveByRecoveryKey">): Approval => {
      if (!recoveryKey.startsWith(recoveryKeyStart)) throw new AppError("UNLOCK_REFUSED");
      return this.#settle(id, "mara.lindqvist");
    },
    "approvals.withdraw": ({ id }: InputOf<"approvals.withdraw">) => {
      this.#approvals = this.#approvals.filter((approval) => approval.id !== id);
      return {};
    },
  };
}

const actOf = (procedure: string, input: unknown): string => `${procedure} ${JSON.stringify(input)}`;
