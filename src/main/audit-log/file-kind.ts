/** Names an exported audit log in its first line. */
export const fileKind = "countersign-audit";

/** Names a file that proves a table. */
export const proofKind = "countersign-audit-proof";

/** The file that proves a table, beside it. */
export const proofBeside = (file: string): string => `${file}.proof.json`;
