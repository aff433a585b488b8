import { nameKey } from "#shared/model/text.ts";

const downLevel = /^[^\\@]+\\(?<name>[^\\]+)$/u;
const principal = /^(?<name>[^@]+)@[^@]+$/u;

/**
 * The key of a username without the domain that it is written with: `CORP\anna` and `anna@corp.example` are `anna`.
 *
 * @returns null for one without a domain
 */
export function bareKey(username: string): string | null {
  const name = (downLevel.exec(username) ?? principal.exec(username))?.groups?.["name"];
  return name === undefined ? null : nameKey(name);
}
