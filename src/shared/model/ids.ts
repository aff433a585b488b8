import { z } from "zod";
import { issueOf } from "../texts/issues.ts";
import { text } from "../texts/text.ts";

/** Ids are UUIDv7 (RFC 9562): sortable by creation time, unguessable enough to be shown. */
const id = <Name extends string>(_name: Name) => z.uuidv7(issueOf(text("input.notAnId"))).brand<Name>();

/** One installation: a data folder and an account of the operating system. */
export const DeskId = id("DeskId");
export type DeskId = z.infer<typeof DeskId>;
export const AdminId = id("AdminId");
export type AdminId = z.infer<typeof AdminId>;
export const SessionId = id("SessionId");
export type SessionId = z.infer<typeof SessionId>;
export const UserId = id("UserId");
export type UserId = z.infer<typeof UserId>;
export const TokenId = id("TokenId");
export type TokenId = z.infer<typeof TokenId>;
export const BackupCodeSetId = id("BackupCodeSetId");
export type BackupCodeSetId = z.infer<typeof BackupCodeSetId>;
export const GroupId = id("GroupId");
export type GroupId = z.infer<typeof GroupId>;
export const HardwareTokenId = id("HardwareTokenId");
export type HardwareTokenId = z.infer<typeof HardwareTokenId>;
export const ImportId = id("ImportId");
export type ImportId = z.infer<typeof ImportId>;
export const SeedImportId = id("SeedImportId");
export type SeedImportId = z.infer<typeof SeedImportId>;
export const LetterId = id("LetterId");
export type LetterId = z.infer<typeof LetterId>;
export const LetterTemplateId = id("LetterTemplateId");
export type LetterTemplateId = z.infer<typeof LetterTemplateId>;
export const SavedFilterId = id("SavedFilterId");
export type SavedFilterId = z.infer<typeof SavedFilterId>;
export const ApprovalId = id("ApprovalId");
export type ApprovalId = z.infer<typeof ApprovalId>;
export const VaultSlotId = id("VaultSlotId");
export type VaultSlotId = z.infer<typeof VaultSlotId>;
export const BackupId = id("BackupId");
export type BackupId = z.infer<typeof BackupId>;
export const BackupRunId = id("BackupRunId");
export type BackupRunId = z.infer<typeof BackupRunId>;
export const RecipientId = id("RecipientId");
export type RecipientId = z.infer<typeof RecipientId>;
export const DestinationId = id("DestinationId");
export type DestinationId = z.infer<typeof DestinationId>;
export const RestoreId = id("RestoreId");
export type RestoreId = z.infer<typeof RestoreId>;
