import { auditCheckpoints } from "./0008-audit-checkpoints.ts";
import { auditFilters } from "./0008-audit-filters.ts";
import { auditStreams } from "./0008-audit-streams.ts";

/** What each part of version 8 of the schema changes; run in this order, in one transaction. */
const parts: readonly string[] = [auditCheckpoints, auditFilters, auditStreams];

/** Version 8: the audit log is signed for others. */
export const version8 = parts.join("\n");
