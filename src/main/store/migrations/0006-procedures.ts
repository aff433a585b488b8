/** What waits for an approval is kept under its procedure's name, and the area of single backups is `archive` now. */
export const renamedProcedures = `
  UPDATE approvals SET procedure = 'archive' || substr(procedure, length('backup.')) WHERE procedure GLOB 'backup.*';
`;
