const pages: Readonly<Record<string, string>> = {
  admins: "/administrators",
  policies: "/policies",
  vault: "/keys",
  archive: "/backup",
  recipients: "/backup",
  targets: "/systems",
};

/** The page on which a procedure's action is done. */
export const pageOfAction = (procedure: string): string | undefined =>
  pages[procedure.slice(0, procedure.indexOf("."))];
