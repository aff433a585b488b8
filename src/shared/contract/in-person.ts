import { z } from "zod";
import { TokenId } from "../model/ids.ts";
import { BackupCodes, PendingEnrolment, Timestamp } from "../model/records.ts";
import { BeginEnrolment } from "./twofactor.ts";
import { mutation, query } from "./procedure.ts";
import { TotpCode } from "./secrets.ts";

const manage = ["owner", "operator"] as const;

/** What the operator sees of the user's side; the secret is not in it. */
export const InPersonState = z.strictObject({
  /**
   * `none`: nothing was shown in this session; `waiting`: for the code; `codes`: backup codes are being
   * shown; `done`: finished; `expired`: not confirmed in time; `closed`: before the end.
   */
  step: z.enum(["none", "waiting", "codes", "done", "expired", "closed"]),
  tokenId: TokenId.nullable(),
  username: z.string().nullable(),
  /** Until when the present step is shown. */
  expiresAt: Timestamp.nullable(),
  /** Wrong codes that the user has typed. */
  wrongCodes: z.int().nonnegative(),
  /** Whether the authenticator is proven; with `closed`: it counts, but nobody said that the backup codes are kept. */
  enrolled: z.boolean(),
});
export type InPersonState = z.infer<typeof InPersonState>;

/** Enrolment on a second window that the user looks at, so that the operator need not see the secret. */
export const inPerson = {
  /** Whether a second window can be shown here, and on how many displays. */
  support: query({
    input: z.strictObject({}),
    output: z.strictObject({ possible: z.boolean(), displays: z.int().nonnegative() }),
    allow: manage,
  }),
  /**
   * Begins an enrolment and shows it on the user's side until the session ends or locks. One at a time:
   * CONFLICT. DIALOG_UNAVAILABLE where no window can be shown.
   */
  open: mutation({ input: BeginEnrolment, output: InPersonState, allow: manage }),
  state: query({ input: z.strictObject({}), output: InPersonState, allow: manage }),
  /** Closes the user's side; a pending enrolment is thrown away. */
  close: mutation({ input: z.strictObject({}), output: InPersonState, allow: manage }),

  /** What the user's side shows. NOT_FOUND once it has ended. */
  show: query({
    input: z.strictObject({}),
    output: z.strictObject({
      organisation: z.string(),
      /** Of the user; empty where only the username is known. */
      name: z.string(),
      username: z.string(),
      enrolment: PendingEnrolment,
    }),
    allow: manage,
    side: "user",
  }),
  /** The user's code proves the authenticator. ENROLMENT_CODE_WRONG is counted and can be followed by another try. */
  confirm: mutation({
    input: z.strictObject({ code: TotpCode }),
    output: z.strictObject({
      /** Empty where the user has codes already. */
      backupCodes: BackupCodes,
      /** When the window closes by itself. */
      closesAt: Timestamp,
    }),
    allow: manage,
    side: "user",
  }),
  /** The user is done: the window closes. Before a code was accepted, the enrolment is thrown away. */
  finish: mutation({ input: z.strictObject({}), output: z.strictObject({}), allow: manage, side: "user" }),
};
