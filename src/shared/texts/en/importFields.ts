/** What a column of a table can be, as the head of a change. */
export const importFields = {
  username: "Username",
  name: "Name",
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail",
  externalId: "External id",
  groups: "Groups",
  status: "Status",
  notes: "Notes",
} as const;
