import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readPicture } from "#main/files/picture.ts";
import type { InputOf, ProcedureName } from "#shared/contract/index.ts";
import type { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { newFolder, setUp as setUpScript } from "../cli/support.ts";
import { toolsMissing } from "../../support/tools.ts";

const passphrase = "an orchard behind the mill";

/** What a name can lead to instead of a file: each would be waited for, or read, without end. */
function noFiles(): Record<string, string> {
  const place = temporaryFolder();
  const [pipe, folder, huge] = [join(place, "pipe"), join(place, "folder"), join(place, "huge")];
  execFileSync("mkfifo", [pipe]);
  mkdirSync(folder);
  writeFileSync(huge, "");
  truncateSync(huge, 3 * 1024 ** 3);
  return { pipe, folder, huge, device: "/dev/zero" };
}

/** What a refusal says of each; a huge file is only too large, or nothing that the console made. */
const says: Readonly<Record<string, RegExp>> = {
  pipe: /is a pipe, as “<\(…\)” makes one, and only files are read\. Save its text in a file/u,
  folder: /is a folder, not a file/u,
  huge: /./u,
  device: /is a device, not a file/u,
};

/** Each procedure that reads a file that somebody named. */
const readers = (file: string): [ProcedureName, unknown][] => [
  ["archive.verify", { file, passphrase }],
  ["archive.verify", { file: "/dev/null", identityFile: file, passphrase }],
  ["recipients.prove", { identityFile: file, passphrase }],
  ["imports.inspect", { file }],
];

it.skipIf(process.platform === "win32")(
  "a pipe, a folder, a device and a file beyond every bound are refused at once by whatever reads a file",
  { timeout: 60_000 },
  async () => {
    const harness = await openHarness();
    await setUp(harness);
    for (const [what, file] of Object.entries(noFiles())) {
      for (const [name, input] of readers(file)) {
        const error = await harness.refuse(name, input as InputOf<typeof name>);
        expect(error.code, `${name} of a ${what}`).toMatch(/^(?:BACKUP_|TABLE_UNREADABLE|INVALID_INPUT|FILE_)/u);
        expect(error.message, `${name} of a ${what}`).toMatch(says[what] ?? /^$/u);
      }
      const refused = await readPicture(file).catch((thrown: unknown) => thrown as AppError);
      expect(refused, what).toMatchObject({ code: "INVALID_INPUT" });
      expect(say((refused as AppError).text), what).toMatch(says[what] ?? /^$/u);
    }
  },
);

it.skipIf(process.platform === "win32" || toolsMissing("oathtool"))(
  "the terminal refuses them for templates, pictures and certificates",
  { timeout: 60_000 },
  async () => {
    const folder = newFolder();
    try {
      const { script } = await setUpScript(folder.dir);
      const template = join(folder.dir, "template.json");
      writeFileSync(template, JSON.stringify({ name: "Plain", title: "Welcome" }));
      const bucket = ["--endpoint", "https://s3.example.org", "--bucket", "b"];
      for (const [what, file] of Object.entries(noFiles())) {
        const commands = [
          ["letters", "templates", "save", file],
          ["letters", "templates", "save", template, "--logo", file],
          ["backup", "locations", "add-bucket", "cellar", ...bucket, "--ca", file],
        ];
        for (const command of commands) {
          const error = await script.refused(command, { accessKeyId: "a", secretAccessKey: "b" });
          expect(error.code, `${command.join(" ")} of a ${what}`).toBe("INVALID_INPUT");
          expect(error.message, `${command.join(" ")} of a ${what}`).toMatch(says[what] ?? /^$/u);
        }
      }
    } finally {
      folder.remove();
    }
  },
);
