const places: Readonly<Record<string, string>> = {
  admins: "/administrators",
  policies: "/policies",
  vault: "/keys",
  backup: "/backup",
  recipients: "/backup",
};

/** Where an act is done: the page of its procedure. */
export const placeOfAct = (procedure: string): string | undefined => places[procedure.slice(0, procedure.indexOf("."))];
