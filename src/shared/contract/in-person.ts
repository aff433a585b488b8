import { z } from "zod";
import { TokenId } from "../model/ids.ts";
import { firstBackupCodes, PendingEnrolment, Timestamp } from "../model/records.ts";
import { BeginEnrolment } from "./twofactor.ts";
import { mutation, query } from "./procedure.ts";
import { TotpCode } from "./secrets.ts";

const manage = ["owner", "operator"] as const;

/** What the operator sees of the person's window; the secret is not included. */
export const InPersonState = z.strictObject({
  /**
   * `none`: nothing was shown in this session; `waiting`: for the code; `codes`: backup codes are being
   * shown; `done`: finished; `expired`: not confirmed in time; `closed`: before the end.
   */
  step: z.enum(["none", "waiting", "codes", "done", "expired", "closed"]),
  tokenId: TokenId.nullable(),
  username: z.string().nullable(),
  /** How long the current step is shown. */
  expiresAt: Timestamp.nullable(),
  /** Wrong codes that the person has typed. */
  wrongCodes: z.int().nonnegative(),
  /**
   * Whether the authenticator is confirmed; with `closed`: it works, but nobody confirmed that the backup codes are
   * kept.
   */
  enrolled: z.boolean(),
});
export type InPersonState = z.infer<typeof InPersonState>;

/** Enrolment in a second window that the person looks at, so that the operator need not see the secret. */
export const inPerson = {
  /** Whether a second window can be shown here, and on how many displays. */
  support: query({
    input: z.strictObject({}),
    output: z.strictObject({ possible: z.boolean(), displays: z.int().nonnegative() }),
    allow: manage,
  }),
  /**
   * Begins an enrolment and shows it in the person's window until the session ends or locks. Only one can run:
   * CONFLICT. DIALOG_UNAVAILABLE if no window can be shown.
   */
  open: mutation({ input: BeginEnrolment, output: InPersonState, allow: manage }),
  state: query({ input: z.strictObject({}), output: InPersonState, allow: manage }),
  /** Closes the person's window; a pending enrolment is cancelled. */
  close: mutation({ input: z.strictObject({}), output: InPersonState, allow: manage }),

  /** What the person's window shows. NOT_FOUND once it has ended. */
  show: query({
    input: z.strictObject({}),
    output: z.strictObject({
      organisation: z.string(),
      /** The person's name; empty if only the username is known. */
      name: z.string(),
      username: z.string(),
      enrolment: PendingEnrolment,
    }),
    allow: manage,
    side: "user",
  }),
  /** The code confirms the authenticator. ENROLMENT_CODE_WRONG is counted; another code can follow. */
  confirm: mutation({
    input: z.strictObject({ code: TotpCode }),
    output: z.strictObject({
      /** Empty if the person has codes already. */
      backupCodes: firstBackupCodes.backupCodes,
      /** When the window closes automatically. */
      closesAt: Timestamp,
    }),
    allow: manage,
    side: "user",
  }),
  /**
   * The person has finished: the window closes. Backup codes that it shows are confirmed: the person has them. Before a
   * code was accepted, this cancels the enrolment.
   */
  finish: mutation({ input: z.strictObject({}), output: z.strictObject({}), allow: manage, side: "user" }),
};
