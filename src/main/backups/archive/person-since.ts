import type { UserId } from "#shared/model/ids.ts";
import type { TokenStatus, UserStatus } from "#shared/model/records.ts";
import { eventsOf } from "../../store/console/audit-events.ts";
import type { Db } from "../../store/store.ts";

/** What the current audit log knows about a deleted person since a backup was made. */
export interface PersonSince {
  /** States of authenticators by id; those that are missing were not changed. */
  tokens: ReadonlyMap<string, TokenStatus>;
  /** How the revoked ones ended, by id; `at` in UTC milliseconds. */
  ended: ReadonlyMap<string, { why: "revoked" | "replaced"; at: number }>;
  /** Wrong codes in a row. */
  wrong: {
    count: number;
    /** Whether these are all: a right code or an administrator ended the ones before. */ anew: boolean;
  };
  /** Null: nobody has changed it. */
  status: UserStatus | null;
  /** Whether backup codes were used, voided or renewed. */
  codesChanged: boolean;
}

const tokenStates: Readonly<Record<string, TokenStatus>> = {
  "token.revoke": "revoked",
  "token.cancel": "revoked",
  "token.expire": "revoked",
  "token.disable": "disabled",
  "token.lock": "locked",
  "token.enable": "active",
  "token.unlock": "active",
};

const userStates: Readonly<Record<string, UserStatus>> = {
  "user.disable": "disabled",
  "user.leave": "left",
  "user.enable": "active",
};

/** They end what was counted before. */
const forgiving: ReadonlySet<string> = new Set(["token.unlock", "token.enable"]);

const codeEvents: ReadonlySet<string> = new Set(["backup_codes.void", "backup_codes.regenerate"]);

/** @param seq the last audit event that is in the backup */
export async function personSince(db: Db, id: UserId, seq: number): Promise<PersonSince> {
  const tokens = new Map<string, TokenStatus>();
  const ended = new Map<string, { why: "revoked" | "replaced"; at: number }>();
  const wrong = { count: 0, anew: false };
  let status: UserStatus | null = null;
  let codesChanged = false;
  for (const { at, action, result, details: json } of await eventsOf(db, id, seq)) {
    const details = JSON.parse(json) as Record<string, unknown>;
    const state = tokenStates[action];
    const { tokenId } = details;
    if (state !== undefined && typeof tokenId === "string") tokens.set(tokenId, state);
    if (state === "revoked" && typeof tokenId === "string") {
      ended.set(tokenId, { why: "replacedBy" in details ? "replaced" : "revoked", at });
    }
    status = userStates[action] ?? status;
    const accepted = action === "verification.check" && result === "accepted";
    if (accepted || forgiving.has(action)) Object.assign(wrong, { count: 0, anew: true });
    else if (action === "verification.check" && details["reason"] === "wrong_code") wrong.count += 1;
    const usedCode = accepted && details["method"] === "backup_code";
    const newCodes = action === "token.confirm" && details["backupCodes"] !== 0;
    codesChanged ||= usedCode || newCodes || codeEvents.has(action);
  }
  return { tokens, ended, status, wrong, codesChanged };
}
