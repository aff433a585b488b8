import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { whyNotCarried } from "#main/formats/carries.ts";
import type { Format, Outgoing, Settings } from "#main/formats/format.ts";

/** An authenticator that leaves the console: time-based, SHA-1, 6 digits, 30 seconds, with the key of RFC 6238's vectors. */
export function outgoing(username: string, more: Partial<Outgoing> = {}): Outgoing {
  return {
    username,
    name: username,
    email: `${username}@example.org`,
    externalId: "",
    label: "Phone",
    serial: "CSGN00000001",
    hardware: false,
    model: "",
    issuer: "Example Hospital",
    account: username,
    kind: "totp",
    algorithm: "SHA1",
    digits: 6,
    period: 30,
    seed: Buffer.from("12345678901234567890"),
    counter: 0,
    lastStep: null,
    drift: 0,
    createdAt: Date.UTC(2026, 0, 1),
    ...more,
  };
}

/** Why each cannot go into a format, as keys of texts. */
export const reasons = (format: Format, one: Outgoing): string[] =>
  format.write === null ? ["not written"] : whyNotCarried(format.write.carries, one).map(({ key }) => key);

/**
 * Writes as an export does: readable by its owner only.
 *
 * @param to the file, or the folder where the format is one file a person
 * @returns the paths, each once
 */
export async function writeSeeds(
  { write }: Format,
  to: string,
  entries: readonly Outgoing[],
  settings: Settings = {},
): Promise<string[]> {
  if (write === null) throw new Error("this format is not written");
  const usual = Object.fromEntries(write.settings.map((setting) => [setting.name, setting.usual ?? ""]));
  async function* each(): AsyncGenerator<Outgoing> {
    yield* entries;
  }
  const files = new Map<string, Buffer[]>();
  for await (const { file, data } of write.write(each(), { ...usual, ...settings })) {
    const target = file === undefined ? to : path.join(to, file);
    const pieces = files.get(target) ?? [];
    pieces.push(Buffer.from(data as Uint8Array));
    files.set(target, pieces);
  }
  for (const [target, pieces] of files) {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, Buffer.concat(pieces));
    await chmod(target, 0o600);
  }
  return [...files.keys()];
}
