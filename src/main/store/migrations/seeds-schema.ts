import type { HardwareTokenId, SeedImportId, TokenId, UserId } from "#shared/model/ids.ts";

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
