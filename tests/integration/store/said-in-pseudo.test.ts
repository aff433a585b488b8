import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type InputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import { inEnglish, speak } from "#shared/texts/say.ts";
import { enrolPhone } from "../../support/authenticators.ts";
import { codeFor, openHarness, owner, setUp, type Harness } from "../../support/harness.ts";
import { isPseudo, pseudo } from "../../support/pseudo.ts";
import { addFolder } from "../backups/plan/support.ts";

/** Areas of which a message was said. */
const said = new Set<string>();

const listening = {
  ...pseudo,
  messageOf(key: string) {
    said.add(key.slice(0, key.indexOf(".")));
    return pseudo.messageOf(key);
  },
};

beforeEach(() => {
  said.clear();
  speak(listening);
});
afterEach(() => speak(inEnglish));

const noId = "01890a5d-ac96-774b-bcce-b302099a8057" as never;

type Provoke = (harness: Harness) => Promise<unknown>;

/** Gives the fresh code that a call asks for. */
async function stepUpFor(harness: Harness, name: ProcedureName): Promise<void> {
  const kind = procedures[name].stepUp;
  if (kind === null || harness.authority === null) return;
  harness.clock.advance(30_000);
  await harness.call("access.stepUp", { kind, code: codeFor(harness.authority.secret, harness.clock) });
}

/** What a refusal says: its sentence, and those of its fields. */
const refusalOf =
  <Name extends ProcedureName>(name: Name, input: InputOf<Name>): Provoke =>
  async (harness) => {
    await stepUpFor(harness, name);
    const { message, fields = {} } = await harness.refuse(name, input);
    return [message, ...Object.values(fields)];
  };

async function verdicts(harness: Harness): Promise<unknown> {
  await harness.call("users.add", { username: "ann" });
  const { phone } = await enrolPhone(harness, "ann");
  const user = { username: "ann" };
  const wrong = await harness.call("verification.check", { user, code: "000000" });
  const drifted = await harness.call("verification.test", { user, code: phone.now(harness, 40) });
  return [wrong.message, drifted.message];
}

async function table(harness: Harness, content: string): Promise<string> {
  const file = join(harness.dataDir, "people.csv");
  writeFileSync(file, content);
  return Promise.resolve(file);
}

async function staged(harness: Harness): Promise<unknown> {
  const file = await table(harness, "username,status\na b,active\nann,perhaps\nann,away\n");
  const report = await harness.call("imports.dryRun", { file, mapping: { username: 0, status: 1 } });
  const { verdicts: rows, columns, decisions } = report;
  return [...rows, ...decisions].map(({ message }) => message).concat(columns.flatMap(({ reading }) => reading ?? []));
}

async function takenName(harness: Harness): Promise<unknown> {
  await harness.call("vault.addPassphrase", { label: "Safe", passphrase: "a slow river under the bridge" });
  return refusalOf("admins.invite", { name: owner.name, role: "operator" })(harness);
}

async function approval(harness: Harness): Promise<unknown> {
  const change = { procedure: "policies.set", input: { changes: { acceptedSteps: 3 } } };
  const asked = await harness.call("approvals.request", change);
  return [asked?.title, ...(asked?.facts ?? [])];
}

async function ownSession(harness: Harness): Promise<unknown> {
  const { sessions } = await harness.call("account.get", {});
  return refusalOf("account.endSession", { id: sessions[0]?.id ?? noId })(harness);
}

async function goneFolder(harness: Harness): Promise<unknown> {
  const { disk, folder } = await addFolder(harness, "disk");
  rmSync(folder, { recursive: true });
  return (await harness.call("destinations.check", { id: disk.id })).lastError;
}

const provoked: Readonly<Record<string, Provoke>> = {
  access: async (harness) => {
    await harness.call("access.signOut", {});
    return refusalOf("access.signIn", { ...owner, password: "another one", code: "000000" })(harness);
  },
  account: ownSession,
  admins: takenName,
  approvals: approval,
  authenticators: refusalOf("tokens.revoke", { tokenId: noId }),
  backups: goneFolder,
  directory: async (harness) => {
    await harness.call("groups.add", { name: "Staff" });
    return refusalOf("groups.add", { name: "staff" })(harness);
  },
  durations: verdicts,
  errors: refusalOf("letters.reprint", { letters: [noId], into: { kind: "file", file: "/nowhere/at/all" } }),
  files: async (harness) => {
    const folder = join(harness.dataDir, "a folder");
    mkdirSync(folder);
    return refusalOf("imports.inspect", { file: folder })(harness);
  },
  hardware: refusalOf("inventory.found", { id: noId }),
  imports: staged,
  importFields: async (harness) => {
    await harness.call("users.add", { username: "ann" });
    const file = await table(harness, "username,name\nann,Ann Lee\n");
    const report = await harness.call("imports.dryRun", { file, mapping: { username: 0, name: 1 } });
    return report.verdicts.map(({ message }) => message);
  },
  inPerson: refusalOf("inPerson.open", { user: { username: "ann" } }),
  input: refusalOf("users.add", { username: "a b" }),
  letters: refusalOf("letters.deleteTemplate", { id: "00000000-0000-7000-8000-000000000001" }),
  parameters: async (harness) => {
    await harness.call("users.add", { username: "ann" });
    return refusalOf("tokens.begin", { user: { username: "ann" }, kind: "hotp" })(harness);
  },
  passwords: refusalOf("account.changePassword", { current: owner.password, next: "password1" }),
  policy: refusalOf("policies.set", { changes: { digits: [8] } }),
  seeds: refusalOf("inventory.add", { serial: "A1", seed: "not a seed!" }),
  subjects: refusalOf("groups.add", { name: "" }),
  tables: async (harness) => refusalOf("imports.inspect", { file: await table(harness, "") })(harness),
  vault: refusalOf("vault.removeSlot", { id: noId }),
  verdicts,
};

it.each(Object.keys(provoked))("what is said of %s came out of the catalogue", async (area) => {
  const harness = await openHarness();
  await setUp(harness);
  const answer = await provoked[area]?.(harness);
  const sentences = [answer].flat().filter((sentence) => sentence !== null && sentence !== undefined);
  expect(sentences).not.toEqual([]);
  for (const sentence of sentences) expect(sentence).toSatisfy(isPseudo);
  expect([...said]).toContain(area);
});
