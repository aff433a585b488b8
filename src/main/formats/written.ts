import type { Writing } from "./format.ts";

/** The format with an id. @throws AppError FORMAT_UNKNOWN */
type Find = (id: string) => { readonly write: Writing };

let offered: (() => Promise<Find>) | null = null;

/** For where everything is put together: the list of all formats stands above the rooms that ask for one of them. */
export function offerWritten(find: () => Promise<Find>): void {
  offered = find;
}

/** What is written is loaded only when it is asked for: a console starts without it. */
export async function findWritten(): Promise<Find> {
  if (offered === null) throw new TypeError("nobody has offered the formats");
  return offered();
}
