import { z } from "zod";
import { AdminId } from "../model/ids.ts";
import { Role, Timestamp } from "../model/records.ts";
import { accountName, requiredLine } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";

/** An administrator as owners see them. */
export const Administrator = z.strictObject({
  id: AdminId,
  name: z.string(),
  role: Role,
  /** `invited`: has not signed in yet; `reset`: must enrol a new authenticator before the next sign-in. */
  status: z.enum(["invited", "active", "reset", "disabled"]),
  createdAt: Timestamp,
  lastSignInAt: Timestamp.nullable(),
  authenticators: z.int().nonnegative(),
  remainingBackupCodes: z.int().nonnegative(),
  sessions: z.int().nonnegative(),
  /** Until when the one-time code can be used; null without one. */
  invitedUntil: Timestamp.nullable(),
  /** After too many wrong attempts: when the next is allowed; null: now, or only after an owner unlocks. */
  blockedUntil: Timestamp.nullable(),
  /** Too many wrong attempts: only an owner can unlock the sign-in (NIST SP 800-63B-4 3.2.2). */
  lockedOut: z.boolean(),
});
export type Administrator = z.infer<typeof Administrator>;

/** A one-time code, shown once: with the name, it begins the administrator's enrolment. */
export const Invitation = z.strictObject({
  admin: Administrator,
  /** 12 Crockford base32 characters (60 bits) in groups of four, joined by `-`. */
  code: z.string(),
  expiresAt: Timestamp,
});
export type Invitation = z.infer<typeof Invitation>;

const reason = requiredLine("reason", 300);
const one = z.strictObject({ id: AdminId });
const oneWithReason = z.strictObject({ id: AdminId, reason });

const sensitive = { allow: ["owner"], stepUp: "administrators" } as const;

export const admins = {
  list: query({
    input: z.strictObject({}),
    output: z.strictObject({ administrators: z.array(Administrator) }),
    allow: ["owner", "auditor"],
  }),
  /** The code is valid for ten minutes and works once. CONFLICT if the name is taken. Countersigned for an owner. */
  invite: mutation({
    input: z.strictObject({ name: accountName("name"), role: Role }),
    output: Invitation,
    ...sensitive,
    countersign: true,
  }),
  /** Replaces a code that was not used. */
  inviteAgain: mutation({ input: one, output: Invitation, ...sensitive }),
  /** Countersigned when somebody becomes or stops being an owner. Ends that administrator's sessions. */
  setRole: mutation({
    input: z.strictObject({ id: AdminId, role: Role, reason }),
    output: Administrator,
    ...sensitive,
    countersign: true,
  }),
  /** Ends that administrator's sessions. Countersigned for an owner. */
  disable: mutation({ input: oneWithReason, output: Administrator, ...sensitive, countersign: true }),
  enable: mutation({ input: one, output: Administrator, ...sensitive }),
  /** Countersigned for an owner. Their actions stay in the audit log under their name. */
  remove: mutation({ input: oneWithReason, output: z.strictObject({}), ...sensitive, countersign: true }),
  /**
   * Revokes the administrator's authenticators and backup codes; the one-time code and the old password enrol a new
   * authenticator. Countersigned for an owner.
   */
  resetSecondFactor: mutation({ input: oneWithReason, output: Invitation, ...sensitive, countersign: true }),
  /** Clears the failed attempts. */
  unlock: mutation({ input: one, output: Administrator, allow: ["owner"], stepUp: "administrators" }),
};
