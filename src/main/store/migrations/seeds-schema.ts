import type { Generated } from "kysely";
import type { GroupId, HardwareTokenId, SeedImportId, TargetId, TokenId, UserId } from "#shared/model/ids.ts";

/** What comes from other programs, and the systems that it goes to. */
export interface ExchangeSchema {
  seed_imports: SeedImportRow;
  seed_import_rows: SeedImportRowRow;
  targets: TargetRow;
  target_tokens: TargetTokenRow;
  target_proofs: TargetProofRow;
  target_marks: TargetMarkRow;
}

/** An import of authenticators and hardware tokens from another program's file. */
export interface SeedImportRow {
  id: SeedImportId;
  at: number;
  admin: string;
  file_name: string;
  /** A format's id. */
  format: string;
  /** JSON of the contract's SeedSums. */
  sums: string;
  /** How many rows it created. */
  made: number;
  undone_at: number | null;
}

/** One thing that an import of seeds created: exactly one of the three is set. */
export interface SeedImportRowRow {
  import_id: SeedImportId;
  token_id: TokenId | null;
  hardware_id: HardwareTokenId | null;
  user_id: UserId | null;
  /** How it was when the import created it. */
  as_made: string;
}

/** A system that verifies codes, to which authenticators are handed. */
export interface TargetRow {
  id: TargetId;
  name: string;
  name_key: string;
  /** A format's id. */
  format: string;
  /** JSON: the format's settings without its secrets. */
  settings: string;
  /** Whose authenticators go there; null: everybody's. */
  group_id: GroupId | null;
  /** Whether what its people newly get has to fit it. */
  must_fit: Generated<0 | 1>;
  created_at: number;
  exported_at: number | null;
  /** How many authenticators it was handed; kept by triggers on them. */
  handed: Generated<number>;
}

/** Somebody whom a target has to look at again; kept by triggers on what it is handed. */
export interface TargetMarkRow {
  /** Only grows. */
  seq: Generated<number>;
  target_id: TargetId;
  /** Empty: everybody. */
  user_id: UserId | "";
}

/** An authenticator that a target was handed. */
export interface TargetTokenRow {
  target_id: TargetId;
  token_id: TokenId;
  user_id: UserId;
  username: string;
  label: string;
  serial: string;
  /** What was handed over beside the key. */
  facts: string;
  exported_at: number;
}

/** Whether somebody signed in to a system with what it was handed. */
export interface TargetProofRow {
  target_id: TargetId;
  token_id: TokenId;
  result: "accepted" | "refused";
  note: string;
  /** Name of the administrator who says so. */
  admin: string;
  at: number;
}
