import type { HardwareTokenId, TokenId, UserId } from "#shared/model/ids.ts";
import type { Algorithm, Digits, EndedAuthenticator, Period, TokenKind } from "#shared/model/records.ts";

/** What recognises the codes of a person's ended authenticator. */
export interface EndedTokenRow {
  id: TokenId;
  user_id: UserId;
  hardware_id: HardwareTokenId | null;
  label: string;
  serial: string | null;
  kind: TokenKind;
  algorithm: Algorithm;
  digits: Digits;
  period: Period;
  /** Sealed; null for a hardware token, whose seed is in the inventory. */
  seed: Buffer | null;
  last_step: number | null;
  drift: number;
  why: EndedAuthenticator["why"];
  ended_at: number;
}
