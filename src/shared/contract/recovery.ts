import { z } from "zod";
import { newBackupCodes, PendingEnrolment, Session } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { mutation } from "./procedure.ts";
import { oneRecovery, oneRecoveryIssue, Password, recoveryInput, TotpCode } from "./secrets.ts";

/** Name and password, with the recovery key or enough of its shares. */
const proof = { name: requiredLine("name", 128), password: Password, ...recoveryInput };

/**
 * Lets an owner without phone and backup codes back in: password and recovery key together enrol a new authenticator,
 * even after a hundred wrong attempts. RECOVERY_REFUSED never says what was wrong.
 */
export const recovery = {
  /** Begins the new authenticator and replaces one begun before. Opens the keys if they are locked. */
  begin: mutation({
    input: z.strictObject(proof).refine(oneRecovery, oneRecoveryIssue),
    output: z.strictObject({ ...PendingEnrolment.shape, organisation: z.string() }),
    allow: "anyone",
    phases: ["ready", "locked"],
  }),
  /**
   * Confirms it and signs in. All other authenticators, backup codes and sessions of the owner end. ENROLMENT_EXPIRED
   * if nothing was begun; ENROLMENT_CODE_WRONG.
   */
  confirm: mutation({
    input: z.strictObject({ ...proof, code: TotpCode }).refine(oneRecovery, oneRecoveryIssue),
    output: z.strictObject({ ...newBackupCodes, session: Session }),
    allow: "anyone",
    phases: ["ready", "locked"],
  }),
};
