import type { Approval } from "#shared/contract/approvals.ts";
import { call, type RefusedCall, type Settle } from "../../ipc/client.ts";
import { type ApprovalQuestion, cancelled, type Question, Questions } from "./questions.ts";

const requestFor = ({ procedure, input }: RefusedCall): Promise<Approval | null> =>
  call("approvals.request", { procedure, input });

/** The approval that is still needed; null: the call can continue as it is. */
const missing = (approval: Approval | null): Approval | null => (approval?.state === "waiting" ? approval : null);

/** Gets what refused calls need; calls that need the same fresh code share one question. */
export class Proofs {
  readonly questions = new Questions();
  readonly #onChange: () => void;
  #ids = 0;

  /** @param onChange called when requests for approval are added or removed */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  readonly settle: Settle = (refused) =>
    refused.error.code === "STEP_UP_REQUIRED" ? this.#stepUp(refused) : this.#approval(refused);

  /** Its calls are cancelled, and a request for approval is withdrawn. */
  giveUp(question: Question): void {
    this.questions.dismiss(question);
    // It may already be gone, which is just as good.
    if (question.type === "approval") {
      call("approvals.withdraw", { id: question.approval.id }).then(this.#onChange, this.#onChange);
    }
  }

  /** Requests approval of what would happen now. @throws CallError as `approvals.request` */
  async renew(question: ApprovalQuestion): Promise<void> {
    const refused = this.questions.refusedOf(question);
    if (!refused) return;
    const approval = missing(await requestFor(refused));
    this.#onChange();
    if (approval === null) this.questions.answer(question);
    else this.questions.replace({ ...question, approval, changed: true });
  }

  async #stepUp(refused: RefusedCall): Promise<void> {
    if (refused.signal?.aborted) throw cancelled();
    // Read when it is needed: the first screen does without schemas.
    const { ActKind } = await import("#shared/model/acts.ts");
    const kind = ActKind.safeParse(refused.error.details?.["kind"]);
    if (!kind.success) throw refused.error;
    await (this.questions.join(kind.data, refused) ??
      this.questions.ask({ type: "step-up", id: this.#nextId(), kind: kind.data }, refused));
  }

  async #approval(refused: RefusedCall): Promise<void> {
    const approval = missing(await requestFor(refused));
    this.#onChange();
    if (approval === null) return;
    if (refused.signal?.aborted) throw cancelled();
    const changed = refused.error.code === "APPROVAL_CHANGED";
    await this.questions.ask({ type: "approval", id: this.#nextId(), approval, changed }, refused);
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }
}
