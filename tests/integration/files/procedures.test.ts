import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { makeIdentity } from "#main/backups/archive/age.ts";
import type { Caller } from "#main/base/ports.ts";
import { type InputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import { newCaller, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { snapshotOf } from "../../support/snapshot-of.ts";

/** A file or folder that an input names: what becomes of it. */
const paths: Record<string, "read" | "written"> = {
  "archive.create file": "written",
  "archive.verify file": "read",
  "archive.verify identityFile": "read",
  "archive.verify stored.settings.path": "read",
  "archive.preview file": "read",
  "archive.preview identityFile": "read",
  "archive.preview stored.settings.path": "read",
  "archive.restore file": "read",
  "archive.restore identityFile": "read",
  "archive.restore stored.settings.path": "read",
  "archive.restoreUsers file": "read",
  "archive.restoreUsers identityFile": "read",
  "archive.restoreUsers stored.settings.path": "read",
  "audit.addStream settings.path": "written",
  "audit.export to": "written",
  "audit.key to": "written",
  "destinations.add settings.path": "written",
  "destinations.browse settings.path": "read",
  "files.saveSheet file": "written",
  "imports.inspect file": "read",
  "imports.dryRun file": "read",
  "imports.dryRun report": "written",
  "imports.run file": "read",
  "imports.run report": "written",
  "imports.exportUsers file": "written",
  "letters.issue into.file": "written",
  "letters.issue into.folder": "written",
  "letters.reprint into.file": "written",
  "letters.reprint into.folder": "written",
  "recipients.prove identityFile": "read",
  "recipients.saveIdentity file": "written",
  "seeds.inspect file": "read",
  "seeds.dryRun file": "read",
  "seeds.dryRun moreFiles": "read",
  "seeds.dryRun report": "written",
  "seeds.run file": "read",
  "seeds.run moreFiles": "read",
  "targets.export to": "written",
  "targets.handOver to": "written",
};

interface Schema {
  type?: string;
  maxLength?: number;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** The names of all texts of an input that can be a path. */
function pathsOf(schema: Schema, name = ""): string[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])];
  const named = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    pathsOf(value, name === "" ? key : `${name}.${key}`),
  );
  const last = name.split(".").at(-1) ?? "";
  const isPath = schema.type === "string" && /^to$|file|folder|path|report|target(?!Id)|director/iu.test(last);
  return [...(isPath ? [name] : []), ...named, ...inner.flatMap((one) => pathsOf(one, name))];
}

it("every path that a procedure takes is known as one to read or one to write", () => {
  const found = Object.entries(procedures).flatMap(([name, { input }]) =>
    pathsOf(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Schema).map((path) => `${name} ${path}`),
  );
  expect([...new Set(found)].toSorted()).toEqual(Object.keys(paths).toSorted());
});

const dialogsTo = (path: string): Caller => ({
  ...newCaller(),
  dialogs: {
    chooseToSave: () => Promise.resolve(path),
    chooseToOpen: () => Promise.resolve(path),
    chooseSeveral: () => Promise.resolve([path]),
    chooseFolder: () => Promise.resolve(path),
  },
});

/** For each path that is written, calls that do write when the path is a good one. */
async function writers(table: string, seeds: string) {
  const { identity } = await makeIdentity();
  const passphrase = "four plain words here";
  const sheet = { kind: "recovery-key" as const, subject: "x", organisation: "Acme", secrets: ["x"] };
  const selection = { filter: {} };
  const tableInput = { file: table, mapping: { username: 0 } };
  const call = <Name extends ProcedureName>(name: Name, of: (path: string) => InputOf<Name>) => ({ name, of });
  return {
    "archive.create file": call("archive.create", (file) => ({ file, overwrite: true, passphrase })),
    "audit.addStream settings.path": call("audit.addStream", (path) => ({
      name: path.slice(-60),
      settings: { kind: "file", path },
    })),
    "audit.export to": call("audit.export", (to) => ({ to, form: "jsonl" })),
    "audit.key to": call("audit.key", (to) => ({ to })),
    "destinations.add settings.path": call("destinations.add", (path) => ({
      name: path,
      settings: { kind: "folder", path },
      keys: null,
    })),
    "files.saveSheet file": call("files.saveSheet", (file) => ({ file, sheet })),
    "imports.dryRun report": call("imports.dryRun", (report) => ({ ...tableInput, report })),
    "imports.run report": call("imports.run", (report) => ({ ...tableInput, report })),
    "imports.exportUsers file": call("imports.exportUsers", (file) => ({ file })),
    "letters.issue into.file": call("letters.issue", (file) => ({ selection, into: { kind: "file", file } })),
    "letters.issue into.folder": call("letters.issue", (folder) => ({ selection, into: { kind: "folder", folder } })),
    "recipients.saveIdentity file": call("recipients.saveIdentity", (file) => ({ identity, file, passphrase })),
    "seeds.dryRun report": call("seeds.dryRun", (report) => ({ file: seeds, report })),
    "targets.export to": call("targets.export", (to) => ({ format: "otpauth", to })),
  };
}

it("no procedure writes into a data folder, its own or another one's", { timeout: 120_000 }, async () => {
  const harness = await openHarness();
  await setUp(harness);
  await harness.call("users.add", { username: "alice" });
  const outside = temporaryFolder();
  const table = join(outside, "people.csv");
  writeFileSync(table, "username\nbob\n");
  const seeds = join(outside, "seeds.txt");
  writeFileSync(seeds, "otpauth://totp/zed?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n");
  const into = { kind: "file", file: join(outside, "letters.pdf") } as const;
  await harness.call("letters.issue", { selection: { filter: {} }, into });
  const { rows } = await harness.call("letters.list", {});
  const ids = rows.map(({ id }) => id);
  const { id } = await harness.call("targets.add", { name: "VPN", format: "otpauth" });
  // Who hands over leaves the file of that lease.
  await harness.call("targets.handOver", { id, to: join(outside, "keys.txt") });
  const theirs = join(outside, "theirs");
  cpSync(harness.dataDir, theirs, { recursive: true });
  mkdirSync(join(harness.dataDir, "logs"), { recursive: true });
  const calls = {
    ...(await writers(table, seeds)),
    "targets.handOver to": { name: "targets.handOver" as const, of: (to: string) => ({ id, to }) },
    "letters.reprint into.file": {
      name: "letters.reprint" as const,
      of: (file: string) => ({ letters: ids, into: { kind: "file" as const, file } }),
    },
    "letters.reprint into.folder": {
      name: "letters.reprint" as const,
      of: (folder: string) => ({ letters: ids, into: { kind: "folder" as const, folder } }),
    },
  };
  const written = Object.entries(paths).flatMap(([path, kind]) => (kind === "written" ? [path] : []));
  expect(Object.keys(calls).toSorted()).toEqual(written.toSorted());
  const authority = harness.authority;
  for (const [path, { name, of }] of Object.entries(calls)) {
    const isFolder = /folder|path/u.test(path.split(".").at(-1) ?? "");
    for (const [base, names] of [
      [harness.dataDir, isFolder ? ["", "store", "logs"] : ["store/console.db", "lock.db", "session.json", "new.age"]],
      [theirs, isFolder ? [""] : ["store/console.db", "lock.db"]],
    ] as const) {
      const before = snapshotOf(base);
      for (const one of names) {
        const input = of(join(base, one)) as never;
        harness.authority = authority;
        // As `call` would be answered, a step-up and an approval included.
        const refusal = await harness.call(name, input).then(
          () => "done",
          (thrown: Error) => thrown.message,
        );
        // One that never overwrites may say that first.
        expect(refusal, `${path} ${one}`).toMatch(/IN_DATA_FOLDER|FILE_EXISTS/u);
      }
      expect(snapshotOf(base), path).toEqual(before);
    }
  }
});

it("the dialogs refuse a place in a data folder at once", async () => {
  const harness = await openHarness();
  await setUp(harness);
  const inside = dialogsTo(join(harness.dataDir, "store"));
  inside.session.set(harness.caller.session.get());
  const saving = { purpose: "backup", suggestedName: "x.age" } as const;
  expect(await harness.refuse("files.chooseToSave", saving, inside)).toMatchObject({ code: "IN_DATA_FOLDER" });
  const folder = { purpose: "letters" } as const;
  expect(await harness.refuse("files.chooseFolder", folder, inside)).toMatchObject({ code: "IN_DATA_FOLDER" });
});
