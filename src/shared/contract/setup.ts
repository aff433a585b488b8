import { z } from "zod";
import { issueOf } from "../texts/issues.ts";
import { text } from "../texts/text.ts";
import { newBackupCodes, Session } from "../model/records.ts";
import { accountName, requiredLine } from "../model/text.ts";
import { mutation } from "./procedure.ts";
import { NewPassword, Passphrase, Password, TotpCode } from "./secrets.ts";

/** What the owner must write down now; the seed and the recovery key are not shown again. */
export const SetupSecrets = z.strictObject({
  owner: z.string(),
  organisation: z.string(),
  uri: z.string(),
  secret: z.string(),
  /** 32 Crockford base32 characters (160 bits) in groups of four, joined by `-`. */
  recoveryKey: z.string(),
  /** What opens the vault on this computer at the next start. */
  opensWith: z.enum(["keychain", "passphrase", "password"]),
});
export type SetupSecrets = z.infer<typeof SetupSecrets>;

export const setup = {
  /** Creates the store, its keys and the owner. In phase `setup` it discards the unfinished one. */
  begin: mutation({
    input: z.strictObject({
      organisation: requiredLine("organisation", 100),
      /** Shown in authenticator apps; the organisation's name if omitted. */
      issuer: requiredLine("issuer", 64)
        .pipe(z.string().refine((name) => !name.includes(":"), issueOf(text("input.issuerColon"))))
        .optional(),
      owner: accountName("owner"),
      password: NewPassword,
      /** Opens the vault where no keychain does; the owner's password if omitted. */
      passphrase: Passphrase.optional(),
    }),
    output: SetupSecrets,
    allow: "anyone",
    phases: ["empty", "setup"],
  }),
  /** Resumes an interrupted set-up: the same authenticator, a new recovery key. */
  resume: mutation({
    input: z.strictObject({ password: Password, passphrase: Passphrase.optional() }),
    output: SetupSecrets,
    allow: "anyone",
    phases: ["setup"],
  }),
  /** Confirms the owner's authenticator, finishes the set-up and signs the owner in. */
  confirm: mutation({
    input: z.strictObject({
      password: Password,
      code: TotpCode,
      passphrase: Passphrase.optional(),
    }),
    output: z.strictObject({ ...newBackupCodes, session: Session }),
    allow: "anyone",
    phases: ["setup"],
  }),
};
