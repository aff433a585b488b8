import type { OutputOf } from "#shared/contract/index.ts";

export type Person = OutputOf<"users.list">["rows"][number];

export const nameOf = (person: Pick<Person, "name" | "username">): string =>
  person.name === "" ? person.username : person.name;
