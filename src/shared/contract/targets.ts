import { z } from "zod";
import { GroupId, TargetId, TokenId, UserId } from "../model/ids.ts";
import { Algorithm, everyRole, Timestamp, TokenKind, TokenStatus } from "../model/records.ts";
import { line, requiredLine } from "../model/text.ts";
import { Text } from "../texts/schemas.ts";
import { Progress } from "./audit.ts";
import { Selection } from "./directory.ts";
import { mutation, query } from "./procedure.ts";

const manage = ["owner", "operator"] as const;
const path = z.string().min(1).max(4096);

/** A format's id. */
const FormatId = z.string().min(1).max(40);

/** By the names of the format's settings. */
const Settings = z.record(z.string().max(40), z.string().max(4096));

const targetName = requiredLine("name", 60);

const FormatSetting = z.strictObject({
  name: z.string(),
  label: Text,
  /** What is written where nothing is given; null: it has to be given. */
  usual: z.string().nullable(),
  secret: z.boolean(),
  /** Its values, where there are only some. */
  choices: z.array(z.string()).nullable(),
});

/** A foreign format: what it is called, whether it is read, and what can be written with it. */
export const FormatFacts = z.strictObject({
  id: z.string(),
  title: z.string(),
  reads: z.boolean(),
  writes: z
    .strictObject({
      /** `folder`: one file for each person. */
      form: z.enum(["file", "folder"]),
      /** Usual ending of the file's name, without a dot. */
      extension: z.string(),
      /** Whether whoever has the file can read the keys in it. */
      plain: z.boolean(),
      settings: z.array(FormatSetting),
      /** What the verifier does differently from this console. */
      warnings: z.array(Text),
      kinds: z.array(TokenKind),
      algorithms: z.array(Algorithm),
      digits: z.array(z.int()),
      /** Seconds. */
      periods: z.array(z.int()),
      /** Lengths of a key in bytes. */
      keyBytes: z.strictObject({ least: z.int(), most: z.int() }),
      owner: z.boolean(),
    })
    .nullable(),
});
export type FormatFacts = z.infer<typeof FormatFacts>;

/** An authenticator that does not go, and all reasons why. */
export const LeftOut = z.strictObject({
  userId: UserId,
  username: z.string(),
  tokenId: TokenId,
  label: z.string(),
  reasons: z.array(Text).min(1),
});
export type LeftOut = z.infer<typeof LeftOut>;

/**
 * `authenticators` is the sum of the two that follow it, `people` whose they are. Only active ones are counted. Of what is
 * new for a target: what goes and what does not fit, but nothing that it has as it is.
 */
export const ExportSums = z.strictObject({
  people: z.int().nonnegative(),
  authenticators: z.int().nonnegative(),
  go: z.int().nonnegative(),
  leftOut: z.int().nonnegative(),
});
export type ExportSums = z.infer<typeof ExportSums>;

/** At most this many are named; the sums count all. */
export const mostLeftOut = 10_000;

/** A system that verifies codes: in what form it is handed authenticators, and whose. */
export const Target = z.strictObject({
  id: TargetId,
  name: z.string(),
  format: z.string(),
  /** Without the format's secrets, which are kept nowhere. */
  settings: Settings,
  /** Whose authenticators go there; null: everybody's. */
  group: z.strictObject({ id: GroupId, name: z.string() }).nullable(),
  /** Whether whatever its people newly get is refused where it could not hold it. */
  mustFit: z.boolean(),
  createdAt: Timestamp,
  exportedAt: Timestamp.nullable(),
  /** How many authenticators it was handed. */
  handed: z.int().nonnegative(),
  /** Of how many people a sign-in there was accepted, with what was handed over. */
  proven: z.int().nonnegative(),
  /** The last time. */
  provenAt: Timestamp.nullable(),
  /** Another one after each change of what can be changed. */
  version: z.string(),
});
export type Target = z.infer<typeof Target>;

/** What was handed over and should no longer be accepted there. */
const Lingering = z.strictObject({
  tokenId: TokenId,
  username: z.string(),
  label: z.string(),
  serial: z.string(),
  /** How it stands here; null: it is deleted. */
  status: TokenStatus.nullable(),
});

/** What an export would hand over, and what has to be done by hand. */
export const TargetState = z.strictObject({
  target: Target,
  /** Authenticators that it does not have yet. */
  added: z.int().nonnegative(),
  /** That it has under another name or serial number. */
  changed: z.int().nonnegative(),
  /** How many are left out and have to be removed, where the two lists do not name all. */
  counts: z.strictObject({ leftOut: z.int().nonnegative(), lingering: z.int().nonnegative() }),
  /** That it cannot hold. */
  leftOut: z.array(LeftOut).max(mostLeftOut),
  /** That have to be removed or disabled there by hand. */
  lingering: z.array(Lingering).max(mostLeftOut),
});
export type TargetState = z.infer<typeof TargetState>;

/** What somebody told of a sign-in to a system. */
const Proof = z.strictObject({
  result: z.enum(["accepted", "refused"]),
  note: z.string(),
  /** Name of the administrator who told it. */
  by: z.string(),
  at: Timestamp,
});

/** An authenticator that a system was handed. */
const Handed = z.strictObject({
  target: z.strictObject({ id: TargetId, name: z.string() }),
  tokenId: TokenId,
  /** As it was handed over. */
  label: z.string(),
  serial: z.string(),
  /** When a file with it was written the last time. */
  since: Timestamp,
  /** `differs`: it is there under another name or serial number. `remove`: it should no longer be accepted there. */
  state: z.enum(["same", "differs", "remove"]),
  /** The last sign-in there with what it was handed; null: nobody told of one. */
  proof: Proof.nullable(),
});
export type Handed = z.infer<typeof Handed>;

/** A code that a system should accept. */
const ExpectedCode = z.strictObject({
  code: z.string().regex(/^\d{6}(?:\d\d)?$/u),
  /** Of HOTP. */
  counter: z.int().nonnegative().nullable(),
  from: Timestamp,
  /** Until when the authenticator shows it; of HOTP, until when it is shown here. */
  until: Timestamp,
});

/** Codes of somebody's authenticator, for a sign-in to a system that proves that it has the key. */
export const SignInCheck = z.strictObject({
  target: z.strictObject({ id: TargetId, name: z.string() }),
  tokenId: TokenId,
  username: z.string(),
  label: z.string(),
  kind: TokenKind,
  /** When what is proven was handed over. */
  since: Timestamp,
  /** The one of now, and the one after it. */
  codes: z.array(ExpectedCode).length(2),
  /** What whoever signs in has to know of the system, and of this authenticator. */
  expects: z.array(Text),
});
export type SignInCheck = z.infer<typeof SignInCheck>;

const asked = {
  format: FormatId,
  /** All people who are active, if omitted. */
  selection: Selection.optional(),
  /** What a format can hold may depend on them: one kind of codes for a file. */
  settings: Settings.optional(),
};

export const Preflight = z.strictObject({
  format: z.string(),
  title: z.string(),
  sums: ExportSums,
  leftOut: z.array(LeftOut).max(mostLeftOut),
  warnings: z.array(Text),
});
export type Preflight = z.infer<typeof Preflight>;

/** `changes`: what a target does not have yet, or has otherwise; `all`: everything once more. */
const Amount = z.enum(["changes", "all"]);

const byId = z.strictObject({ id: TargetId });

/** For whom an export is encrypted: `age1…`. */
const EncryptTo = z.array(z.string().min(1).max(4096)).min(1).max(20);

const exported = {
  /** The new file or folder. */
  to: z.string(),
  /** For whom it was encrypted; empty: it is as the format has it. */
  encryptedTo: z.array(z.string()),
  /** With the sums of what was written: of an encrypted file, of its encrypted bytes. */
  files: z.array(
    z.strictObject({ name: z.string(), bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/u) }),
  ),
};

/** Keys leave the console, or what is as good as one for a moment. */
const leaving = { allow: manage, stepUp: "export", countersign: true } as const;

const oneHanded = { id: TargetId, tokenId: TokenId };

export const targets = {
  /** By name. */
  list: query({ input: z.strictObject({}), output: z.strictObject({ targets: z.array(Target) }), allow: manage }),
  /** CONFLICT if the name is taken; POLICY_REFUSED if new authenticators have to fit it, and the policy's usual ones do not. */
  add: mutation({
    input: z.strictObject({
      name: targetName,
      format: FormatId,
      settings: Settings.optional(),
      group: GroupId.optional(),
      mustFit: z.boolean().optional(),
    }),
    output: Target,
    allow: manage,
  }),
  /**
   * Changes what is given; its form stays. What it was handed stays noted. CONFLICT if the name is taken, or if somebody
   * has changed it since the version that is given; POLICY_REFUSED as for a new one.
   */
  change: mutation({
    input: z.strictObject({
      id: TargetId,
      version: z.string().max(64).optional(),
      name: targetName.optional(),
      /** All of them. */
      settings: Settings.optional(),
      /** null: everybody. */
      group: GroupId.nullable().optional(),
      mustFit: z.boolean().optional(),
    }),
    output: Target,
    allow: manage,
  }),
  /** What differs between here and there, as far as the console knows. */
  show: query({ input: byId, output: TargetState, allow: manage, progress: Progress }),
  /** Which systems were handed authenticators of a person, as far as the console knows. By the system's name. */
  ofPerson: query({
    input: z.strictObject({ userId: UserId }),
    output: z.strictObject({ handed: z.array(Handed) }),
    allow: everyRole,
  }),
  /** Nothing is removed there. */
  remove: mutation({ input: byId, output: z.strictObject({}), allow: manage }),
  /** Somebody has removed or disabled these there. */
  settle: mutation({
    input: z.strictObject({ id: TargetId, tokens: z.array(TokenId).min(1).max(mostLeftOut) }),
    output: z.strictObject({ settled: z.int().nonnegative() }),
    allow: manage,
  }),
  /**
   * Writes for a target, and remembers what it was handed. Without anything to hand over, no file is written.
   * `lingering`: how many authenticators have to be removed there by hand. BUSY while another one is under way;
   * RECIPIENT_REFUSED.
   */
  handOver: mutation({
    input: z.strictObject({
      id: TargetId,
      what: Amount.optional(),
      settings: Settings.optional(),
      to: path,
      encryptTo: EncryptTo.optional(),
    }),
    output: Preflight.extend({
      ...exported,
      to: z.string().nullable(),
      lingering: z.int().nonnegative(),
      target: Target,
    }),
    progress: Progress,
    ...leaving,
  }),
  /**
   * Shows the codes with which somebody can sign in there now, of an active authenticator that it has as it is here.
   * NOT_FOUND if it was not handed it; TOKEN_STATE.
   */
  check: mutation({ input: z.strictObject(oneHanded), output: SignInCheck, ...leaving }),
  /** Whether a sign-in there was accepted. CONFLICT if it was handed the authenticator once more since; TOKEN_STATE. */
  prove: mutation({
    input: z.strictObject({
      ...oneHanded,
      since: Timestamp,
      result: Proof.shape.result,
      note: line("note", 200).optional(),
    }),
    output: Proof,
    allow: manage,
  }),
  /** Every foreign format, in the order of their titles. */
  formats: query({
    input: z.strictObject({}),
    output: z.strictObject({ formats: z.array(FormatFacts) }),
    allow: manage,
  }),
  /** Which authenticators could go into a format, and which could not and why. Writes nothing. */
  preflight: query({ input: z.strictObject(asked), output: Preflight, allow: manage, progress: Progress }),
  /**
   * Writes the keys of active authenticators to a new file or folder, 0600. What the format cannot hold is left out and
   * counted. With `encryptTo` it is one file in the format of `age`, of a folder a tar in it. RECIPIENT_REFUSED.
   */
  export: mutation({
    input: z.strictObject({ ...asked, to: path, encryptTo: EncryptTo.optional() }),
    output: Preflight.extend(exported),
    progress: Progress,
    ...leaving,
  }),
};
