import { z } from "zod";
import { issueOf } from "../texts/issues.ts";
import { text } from "../texts/text.ts";
import { BackupCodeSetId, TokenId } from "../model/ids.ts";
import {
  Algorithm,
  Digits,
  everyRole,
  firstBackupCodes,
  newBackupCodes,
  PendingEnrolment,
  Period,
  Token,
  TokenKind,
  TokenStatus,
  Verdict,
} from "../model/records.ts";
import { line, requiredLine } from "../model/text.ts";
import { UserRef } from "./directory.ts";
import { mutation, query } from "./procedure.ts";
import { factorInput, oneFactor, oneFactorIssue, sortFactor, TotpCode } from "./secrets.ts";

const manage = ["owner", "operator"] as const;
const helpDesk = ["owner", "operator", "helpdesk"] as const;
const byId = z.strictObject({ tokenId: TokenId });
const reason = line("reason", 300).optional();

/** Parameters of a new authenticator; the policy supplies what is omitted. */
export const tokenParameters = {
  kind: TokenKind.optional(),
  algorithm: Algorithm.optional(),
  digits: Digits.optional(),
  period: Period.optional(),
};

/** A new authenticator for a person. */
export const BeginEnrolment = z.strictObject({
  user: UserRef,
  label: line("label", 64).optional(),
  ...tokenParameters,
  /** The authenticator that this one replaces; it is revoked at the confirmation, not before. */
  replaces: TokenId.optional(),
});

export const tokens = {
  /** Everybody's authenticators in a state, newest first. */
  list: query({
    input: z.strictObject({
      user: UserRef.optional(),
      status: TokenStatus.optional(),
      limit: z.int().min(1).max(200).optional(),
      cursor: z.string().max(256).optional(),
    }),
    output: z.strictObject({
      rows: z.array(Token.extend({ username: z.string() })),
      nextCursor: z.string().nullable(),
    }),
    allow: everyRole,
  }),
  /** Pending until a code proves that it was set up. POLICY_REFUSED for parameters that are not allowed. */
  begin: mutation({
    input: BeginEnrolment,
    output: PendingEnrolment.extend({
      /** An administrator has the same name: the app then has two accounts that are easily confused. */
      sameAsAdministrator: z.boolean(),
    }),
    allow: manage,
  }),
  /** Activates. Backup codes come with the first authenticator and with a replacement, else the list is empty. */
  confirm: mutation({
    input: z.strictObject({ tokenId: TokenId, code: TotpCode }),
    output: z.strictObject({ token: Token, ...firstBackupCodes }),
    allow: manage,
  }),
  /** Cancels a pending enrolment. */
  cancel: mutation({ input: byId, output: z.strictObject({}), allow: manage }),
  rename: mutation({
    input: z.strictObject({ tokenId: TokenId, label: requiredLine("label", 64) }),
    output: Token,
    allow: manage,
  }),
  disable: mutation({ input: z.strictObject({ tokenId: TokenId, reason }), output: Token, allow: manage }),
  enable: mutation({ input: byId, output: Token, allow: manage }),
  /** After too many wrong codes; also ends the person's waiting period. */
  unlock: mutation({ input: z.strictObject({ tokenId: TokenId, reason }), output: Token, allow: helpDesk }),
  /** Two consecutive codes resynchronise a drifted authenticator (RFC 4226 7.4, RFC 6238 6). Both are used up. */
  resync: mutation({
    input: z.strictObject({ tokenId: TokenId, first: TotpCode, second: TotpCode }),
    output: z.strictObject({ token: Token, driftSteps: z.int() }),
    allow: helpDesk,
  }),
  /** As `resync`, with three codes and far beyond its reach: for a counter that is hundreds of presses ahead. */
  resyncFar: mutation({
    input: z.strictObject({
      tokenId: TokenId,
      first: TotpCode,
      second: TotpCode,
      third: TotpCode,
      reason: requiredLine("reason", 300),
    }),
    output: z.strictObject({ token: Token, driftSteps: z.int() }),
    allow: manage,
    stepUp: "authenticators",
  }),
  /** Permanently. Its codes are recognised for 90 days, and never accepted. */
  revoke: mutation({ input: z.strictObject({ tokenId: TokenId, reason }), output: Token, allow: manage }),
  /** Voids the remaining codes and makes new ones. */
  regenerateBackupCodes: mutation({
    input: z.strictObject({ user: UserRef, reason }),
    output: z.strictObject(newBackupCodes),
    allow: manage,
  }),
  /** The person has these codes. Until then, or until one is used, Health and the person's page say that nobody confirmed it. */
  confirmBackupCodes: mutation({
    input: z.strictObject({ codeSet: BackupCodeSetId }),
    output: z.strictObject({}),
    allow: manage,
  }),
};

/** A code or a backup code of a person; a code can be meant for one authenticator. */
const CodeOfPerson = z
  .strictObject({ user: UserRef, ...factorInput, tokenId: TokenId.optional() })
  .refine(oneFactor, oneFactorIssue)
  .transform(sortFactor)
  .refine(({ backupCode, tokenId }) => backupCode === undefined || tokenId === undefined, {
    message: issueOf(text("input.noAuthenticatorsCode")),
    path: ["backupCode"],
  });

export const verification = {
  /** The help desk's check. It counts: an accepted code is used up, a refused one is counted. */
  check: mutation({ input: CodeOfPerson, output: Verdict, allow: helpDesk }),
  /** Says what `check` would say. Uses nothing up; wrong codes are counted separately, and delay like those of checks. */
  test: mutation({ input: CodeOfPerson, output: Verdict, allow: helpDesk }),
};
