import type { DeskId } from "#shared/model/ids.ts";

/** A desk that has begun a session or bound its keychain. */
export interface DeskRow {
  id: DeskId;
  /** The computer's name when it was last told. */
  name: string;
  created_at: number;
}

/** Who does, or did last, what only one desk does at a time. The lease itself is a lock, which ends with its process. */
export interface LeaseRow {
  name: string;
  desk_id: DeskId;
  since: number;
}
