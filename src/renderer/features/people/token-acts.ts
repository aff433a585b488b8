import type { ProcedureName } from "#shared/contract/index.ts";
import type { Token, TokenStatus } from "#shared/model/records.ts";

/** Actions that only need a confirmation, each with one procedure. */
export type TokenAct = "disable" | "enable" | "unlock" | "revoke" | "cancel";

/** Actions that need input. */
export type TokenForm = "rename" | "resync";

/** An act `unlock` also ends the person's waiting period: with an authenticator that is not locked, only that. */
const acts: Record<TokenStatus, readonly (TokenAct | TokenForm)[]> = {
  pending: ["rename", "cancel"],
  active: ["rename", "resync", "unlock", "disable", "revoke"],
  disabled: ["rename", "enable", "revoke"],
  locked: ["unlock", "revoke"],
  revoked: [],
};

export const procedureOf: Record<TokenAct | TokenForm, ProcedureName> = {
  disable: "tokens.disable",
  enable: "tokens.enable",
  unlock: "tokens.unlock",
  revoke: "tokens.revoke",
  cancel: "tokens.cancel",
  rename: "tokens.rename",
  resync: "tokens.resync",
};

/** What can be done with an authenticator in a state, apart from replacing it. */
export const tokenActs = ({ status }: Pick<Token, "status">): readonly (TokenAct | TokenForm)[] => acts[status];

export const isForm = (act: TokenAct | TokenForm): act is TokenForm => act === "rename" || act === "resync";
