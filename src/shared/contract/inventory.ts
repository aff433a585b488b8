import { z } from "zod";
import { HardwareTokenId, TokenId, UserId } from "../model/ids.ts";
import {
  Algorithm,
  Digits,
  everyRole,
  firstBackupCodes,
  Period,
  Timestamp,
  Token,
  TokenKind,
} from "../model/records.ts";
import { line, missing, overlong, requiredLine, searchLine } from "../model/text.ts";
import { UserRef } from "./directory.ts";
import { mutation, query } from "./procedure.ts";
import { TotpCode } from "./secrets.ts";

const manage = ["owner", "operator"] as const;
const reason = line("reason", 300).optional();
const byId = z.strictObject({ id: HardwareTokenId });

/** `stock`: nobody has it; `lost` and `retired` ones cannot be assigned; a retired one's seed is erased. */
export const HardwareTokenState = z.enum(["stock", "assigned", "lost", "retired"]);
export type HardwareTokenState = z.infer<typeof HardwareTokenState>;

export const HardwareToken = z.strictObject({
  id: HardwareTokenId,
  serial: z.string(),
  model: z.string(),
  kind: TokenKind,
  algorithm: Algorithm,
  digits: Digits,
  period: Period,
  state: HardwareTokenState,
  /** Who has it. */
  user: z.strictObject({ id: UserId, username: z.string(), name: z.string() }).nullable(),
  tokenId: TokenId.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type HardwareToken = z.infer<typeof HardwareToken>;

const Serial = requiredLine("serial", 64);

/** In base32 or hex; at least 128 bits (RFC 4226 section 4 R6). */
const Seed = z.string(missing("seed")).min(1, missing("seed")).max(1024, overlong("seed"));

export const inventory = {
  /** By serial number. */
  list: query({
    input: z.strictObject({
      /** The beginning of a serial number, or any part of a model or of a holder's name. */
      search: searchLine("search", 100).optional(),
      state: HardwareTokenState.optional(),
      limit: z.int().min(1).max(200).optional(),
      cursor: z.string().max(512).optional(),
    }),
    output: z.strictObject({
      rows: z.array(HardwareToken),
      nextCursor: z.string().nullable(),
      counts: z.record(HardwareTokenState, z.int().nonnegative()),
    }),
    allow: everyRole,
  }),
  /**
   * CONFLICT if the serial number is taken, in any case. A retired device can be added again by its number: codes it
   * has used stay used.
   */
  add: mutation({
    input: z.strictObject({
      serial: Serial,
      model: line("model", 64).optional(),
      kind: TokenKind.optional(),
      algorithm: Algorithm.optional(),
      digits: Digits.optional(),
      period: Period.optional(),
      seed: Seed,
    }),
    output: HardwareToken,
    allow: manage,
  }),
  /** For a device that nobody has: corrects what was entered. Codes it has used stay used. */
  correct: mutation({
    input: z.strictObject({
      id: HardwareTokenId,
      serial: Serial.optional(),
      model: line("model", 64).optional(),
      kind: TokenKind.optional(),
      algorithm: Algorithm.optional(),
      digits: Digits.optional(),
      period: Period.optional(),
      seed: Seed.optional(),
    }),
    output: HardwareToken,
    allow: manage,
  }),
  /** Three consecutive codes resynchronise a device in stock whose counter or clock is far off. All are used up. */
  resync: mutation({
    input: z.strictObject({
      id: HardwareTokenId,
      first: TotpCode,
      second: TotpCode,
      third: TotpCode,
      reason: requiredLine("reason", 300),
    }),
    output: z.strictObject({ device: HardwareToken, driftSteps: z.int() }),
    allow: manage,
    stepUp: "authenticators",
  }),
  /** A code of the device proves which one it is. It becomes an active authenticator of the person. */
  assign: mutation({
    input: z.strictObject({
      serial: Serial,
      user: UserRef,
      code: TotpCode,
      label: line("label", 64).optional(),
      /** An authenticator of the person that it replaces; it is revoked. */
      replaces: TokenId.optional(),
    }),
    output: z.strictObject({ token: Token, ...firstBackupCodes }),
    allow: manage,
  }),
  /** Back to stock. A code of the device proves that it is here. */
  unassign: mutation({
    input: z.strictObject({ id: HardwareTokenId, code: TotpCode, reason }),
    output: HardwareToken,
    allow: manage,
  }),
  /** Its authenticator is revoked at once. */
  lost: mutation({ input: z.strictObject({ id: HardwareTokenId, reason }), output: HardwareToken, allow: manage }),
  /** Returns a lost one to stock. */
  found: mutation({ input: byId, output: HardwareToken, allow: manage }),
  /** Permanently: the seed is erased. */
  retire: mutation({ input: z.strictObject({ id: HardwareTokenId, reason }), output: HardwareToken, allow: manage }),
};
