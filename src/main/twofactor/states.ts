import { AppError } from "#shared/errors.ts";
import type { TokenStatus } from "#shared/model/records.ts";
import type { TokenRow } from "../store/schema.ts";

interface Move {
  from: readonly TokenStatus[];
  /** Null: it is gone with its seed. */
  to: TokenStatus | null;
  /** What moves it: a code, a person, or the console itself. */
  by: "code" | "person" | "console";
  /** As the audit names it. */
  action: string;
}

/** Every move that an authenticator can make after it was begun (pending) or assigned (active). */
export const moves = {
  confirm: { from: ["pending"], to: "active", by: "code", action: "token.confirm" },
  cancel: { from: ["pending"], to: null, by: "person", action: "token.cancel" },
  expire: { from: ["pending"], to: null, by: "console", action: "token.expire" },
  void: { from: ["pending"], to: "revoked", by: "console", action: "token.void" },
  disable: { from: ["active", "locked"], to: "disabled", by: "person", action: "token.disable" },
  enable: { from: ["disabled"], to: "active", by: "person", action: "token.enable" },
  lock: { from: ["active"], to: "locked", by: "console", action: "token.lock" },
  unlock: { from: ["locked"], to: "active", by: "person", action: "token.unlock" },
  revoke: { from: ["pending", "active", "disabled", "locked"], to: "revoked", by: "person", action: "token.revoke" },
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof moves;

/** Whether an authenticator in this state can make the move. */
export const canMove = (status: TokenStatus, name: MoveName): boolean =>
  (moves[name].from as readonly TokenStatus[]).includes(status);

const wayOut: Record<TokenStatus, string> = {
  pending: "Its enrolment is not finished: confirm it with a code, or cancel it.",
  active: "It is active.",
  disabled: "It is disabled. Enable it first.",
  locked: "It is locked after too many wrong codes. Unlock it first.",
  revoked: "It is revoked for good. Enrol a new one.",
};

/** @throws AppError TOKEN_STATE, with what can be done instead */
export function requireMove(token: Pick<TokenRow, "status">, name: MoveName): void {
  if (canMove(token.status, name)) return;
  const finished = moves[name].from.every((from) => from === "pending") && token.status !== "revoked";
  throw new AppError("TOKEN_STATE", {
    message: finished
      ? "This enrolment is finished."
      : `The authenticator's state does not allow this. ${wayOut[token.status]}`,
    details: { status: token.status, act: name },
  });
}
