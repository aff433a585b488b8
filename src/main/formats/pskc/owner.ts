import type { Owner } from "../format.ts";

/** `\,`, `\2C` (RFC 4514 section 2.4) */
const unescaped = (written: string): string => {
  const bytes = written.replaceAll(/(?:\\[0-9a-f]{2})+/giu, (run) =>
    Buffer.from(run.replaceAll("\\", ""), "hex").toString("utf8"),
  );
  return bytes.replaceAll(/\\(.)/gsu, "$1").trim();
};

const attributes: Readonly<Record<string, keyof Owner>> = {
  uid: "username",
  samaccountname: "username",
  userprincipalname: "username",
  cn: "name",
  mail: "email",
  e: "email",
  email: "email",
  emailaddress: "email",
};

/**
 * Whose a key is: a distinguished name (RFC 6030 section 4.3.2), or what programs write instead, a name alone.
 *
 * @param written as in `UserId`
 */
export function ownerOf(written: string): Partial<Owner> {
  const parts = written.split(/(?<!\\)[,;+]/u).map((part) => /^\s*([a-z][\w.-]*)\s*=(.*)$/isu.exec(part));
  if (parts.some((part) => part === null)) return { username: written };
  const owner: Partial<Owner> = {};
  for (const part of parts) {
    const field = attributes[(part?.[1] ?? "").toLowerCase()];
    if (field !== undefined) owner[field] ??= unescaped(part?.[2] ?? "");
  }
  return owner;
}

/** `UID=…` */
export const distinguishedName = (username: string): string =>
  `UID=${username
    .replaceAll(/["+,;<>\\=]/gu, "\\$&")
    .replace(/^[ #]/u, "\\$&")
    .replace(/ $/u, "\\ ")}`;
