import { AppError, defaultText } from "#shared/errors.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import type { TokenStatus } from "#shared/model/records.ts";
import type { TokenRow } from "../store/migrations/schema.ts";

interface Move {
  from: readonly TokenStatus[];
  /** Null: deleted with its seed. */
  to: TokenStatus | null;
  /** What causes it: a code, a person, or the console. */
  by: "code" | "person" | "console";
  /** Its name in the audit log. */
  action: string;
}

/** Every transition of an authenticator after it was begun (pending) or assigned (active). */
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

/** Whether an authenticator in this state can make the transition. */
export const canMove = (status: TokenStatus, name: MoveName): boolean =>
  (moves[name].from as readonly TokenStatus[]).includes(status);

const wayOut: Record<TokenStatus, Text> = {
  pending: text("authenticators.isPending"),
  active: text("authenticators.isActive"),
  disabled: text("authenticators.isDisabled"),
  locked: text("authenticators.isLocked"),
  revoked: text("authenticators.isRevoked"),
};

/** @throws AppError TOKEN_STATE, with what can be done instead */
export function requireMove(token: Pick<TokenRow, "status">, name: MoveName): void {
  if (canMove(token.status, name)) return;
  const finished = moves[name].from.every((from) => from === "pending") && token.status !== "revoked";
  throw new AppError("TOKEN_STATE", {
    text: finished
      ? text("authenticators.alreadyConfirmed")
      : sentences(defaultText("TOKEN_STATE"), wayOut[token.status]),
    details: { status: token.status, act: name },
  });
}
