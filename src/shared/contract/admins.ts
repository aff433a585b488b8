import { z } from "zod";
import { AdminId } from "../model/ids.ts";
import { Role, Timestamp } from "../model/records.ts";
import { accountName, requiredLine } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";

/** An administrator as the owners see one. */
export const Administrator = z.strictObject({
  id: AdminId,
  name: z.string(),
  role: Role,
  /** `invited`: has not yet signed in; `reset`: must enrol an own authenticator before the next sign-in. */
  status: z.enum(["invited", "active", "reset", "disabled"]),
  createdAt: Timestamp,
  lastSignInAt: Timestamp.nullable(),
  authenticators: z.int().nonnegative(),
  remainingBackupCodes: z.int().nonnegative(),
  sessions: z.int().nonnegative(),
  /** Until when the one-time code can be used; null without one. */
  invitedUntil: Timestamp.nullable(),
  /** After too many wrong attempts: when the next is allowed; null: now, or never by itself. */
  blockedUntil: Timestamp.nullable(),
  /** So many wrong attempts that only an owner can let the administrator in again (NIST SP 800-63B-4 3.2.2). */
  lockedOut: z.boolean(),
});
export type Administrator = z.infer<typeof Administrator>;

/** A one-time code, shown once: together with the name it begins the own enrolment. */
export const Invitation = z.strictObject({
  admin: Administrator,
  /** 12 Crockford base32 characters (60 bits) in groups of four, joined by `-`. */
  code: z.string(),
  expiresAt: Timestamp,
});
export type Invitation = z.infer<typeof Invitation>;

const reason = requiredLine("The reason", 300);
const one = z.strictObject({ id: AdminId });
const oneWithReason = z.strictObject({ id: AdminId, reason });

const sensitive = { allow: ["owner"], stepUp: "administrators" } as const;

export const admins = {
  list: query({
    input: z.strictObject({}),
    output: z.strictObject({ administrators: z.array(Administrator) }),
    allow: ["owner", "auditor"],
  }),
  /** The code is valid for ten minutes and once. CONFLICT for a name that is taken. Countersigned for an owner. */
  invite: mutation({
    input: z.strictObject({ name: accountName("The name"), role: Role }),
    output: Invitation,
    ...sensitive,
    countersign: true,
  }),
  /** A new code in place of one that was not used. */
  inviteAgain: mutation({ input: one, output: Invitation, ...sensitive }),
  /** Countersigned when somebody becomes an owner, or stops being one. Ends the other's sessions. */
  setRole: mutation({
    input: z.strictObject({ id: AdminId, role: Role, reason }),
    output: Administrator,
    ...sensitive,
    countersign: true,
  }),
  /** Ends the other's sessions. Countersigned for an owner. */
  disable: mutation({ input: oneWithReason, output: Administrator, ...sensitive, countersign: true }),
  enable: mutation({ input: one, output: Administrator, ...sensitive }),
  /** Countersigned for an owner. What they did stays in the audit under their name. */
  remove: mutation({ input: oneWithReason, output: z.strictObject({}), ...sensitive, countersign: true }),
  /**
   * Revokes the other's authenticators and backup codes; the one-time code enrols a new one with the old password.
   * Countersigned for an owner.
   */
  resetSecondFactor: mutation({ input: oneWithReason, output: Invitation, ...sensitive, countersign: true }),
  /** Forgets the wrong attempts. */
  unlock: mutation({ input: one, output: Administrator, allow: ["owner"], stepUp: "administrators" }),
};
