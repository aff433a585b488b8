import type { Area, Rules } from "./check.ts";

/** A checker that sees nothing finds nothing: fewer modules than this means that it is broken. */
export const leastModules = 1000;

const shared = "src/shared";

const main = (names: readonly string[]) => names.map((name) => `src/main/${name}`);

/** What every room of the main process may use: the error model, the ports, the sources of time, ids and the version. */
const base = [shared, ...main(["base"])];

/** What a domain room may use. */
const ground = [...base, ...main(["audit", "call", "keys", "store"])];

/** A room of the main process, or a file beside the rooms. */
function room(name: string, may: readonly string[], rooms: readonly string[] = []): Area {
  return { path: `src/main/${name}`, may: [...may, ...main(rooms)], packages: "any", node: true };
}

function rendererArea(name: string, parts: readonly string[]): Area {
  const may = [shared, ...parts.map((part) => `src/renderer/${part}`)];
  return { path: `src/renderer/${name}`, may, packages: "any", node: false };
}

/** What says whether an authenticator fits a format; the list of all formats stands above those who ask. */
const fitting = ["formats/carries.ts", "formats/format.ts", "formats/made-serial.ts", "formats/written.ts"];

/** The rooms of the main process, from the ground up: each may use only rooms that come before it. */
const floors: readonly Area[] = [
  { path: "src/main/base/version.ts", may: ["package.json"], packages: [], node: false },
  room("base", [shared]),
  room("store", base),
  room("keychain", base),
  room("sheets", base),
  room("jobs", base),
  room("keys", base, ["store"]),
  room("throttle", base, ["store"]),
  room("audit", base, ["keys", "store"]),
  room("call", base, ["audit", "keys", "store"]),

  room("formats", base),
  room("policy", ground, fitting),
  room("files", ground, ["policy", "sheets"]),
  room("audit-log", ground, ["files", "formats/csv/csv-writer.ts", "jobs/job.ts"]),
  room("twofactor", ground, ["policy", "throttle", ...fitting]),
  room("directory", ground, ["jobs/job.ts", "policy", "twofactor"]),
  room("enrolment/hardware", ground, ["policy", "throttle", "twofactor"]),
  room("enrolment/in-person", ground, ["policy", "twofactor"]),
  room("enrolment/letters", ground, ["files", "jobs/job.ts", "policy", "sheets", "twofactor"]),
  room("administrators/access", ground, ["policy", "throttle", "twofactor"]),
  room("administrators/account", ground, ["administrators/access", "policy", "throttle", "twofactor"]),
  room("administrators/roster", ground, ["administrators/access", "policy", "throttle", "twofactor"]),
  room("administrators/setup", ground, ["administrators/access", "throttle", "twofactor"]),
  room("administrators/approvals", ground, ["administrators/access", "policy", "throttle"]),
  room("vault", ground, ["administrators/access", "jobs/job.ts", "throttle"]),
  room("administrators/recovery", ground, ["administrators/access", "policy", "throttle", "twofactor", "vault"]),
  room("system", ground, ["administrators/access", "jobs/job.ts", "twofactor"]),
  room("backups/destinations", ground, ["files", "jobs/hanging.ts", "jobs/job.ts"]),
  room("backups/archive", ground, ["backups/destinations", "files", "jobs/job.ts", "policy", "twofactor"]),
  // Formats that are more than their bytes are rooms of their own, and the list of all formats stands on them.
  room("formats/countersign-backup", ground, [
    "backups/archive",
    "formats/derive.ts",
    "formats/faults.ts",
    "formats/format.ts",
    "formats/source.ts",
    "policy",
    "twofactor",
  ]),
  room("formats/qr-sheets", base, [
    "formats/carries.ts",
    "formats/format.ts",
    "formats/key-uri.ts",
    "formats/settings.ts",
    "sheets",
  ]),
  room("formats/registry.ts", base, ["formats"]),
  room("imports", ground, [
    "directory/differences.ts",
    "directory/losses.ts",
    "files",
    "formats",
    "jobs/job.ts",
    "policy",
    "twofactor",
  ]),
  room("backups/plan", ground, ["backups/archive", "backups/destinations", "files"]),

  room("targets", ground, [
    "backups/archive/age",
    "backups/archive/load-age.ts",
    "files",
    "formats",
    "jobs/job.ts",
    "policy",
    "twofactor",
  ]),

  // Long work in threads: the worker is a composition root of its own.
  room("worker-jobs.ts", ground, [
    "audit-log",
    "backups",
    "directory",
    "enrolment/letters",
    "formats",
    "imports",
    "jobs",
    "system",
    "targets",
    "vault",
  ]),
  room("worker.ts", base, ["jobs", "worker-jobs.ts"]),
  room("exit.ts", base, ["jobs/hanging.ts", "keychain"]),

  // The door and the window.
  room("window/door", base),
  room("window", base, ["exit.ts", "window/door"]),

  // Where everything is put together: without Electron, for the terminal, for a demonstration, and with Electron.
  room("console.ts", ground, [
    "administrators",
    "audit-log",
    "backups",
    "directory",
    "enrolment",
    "files",
    "formats",
    "imports",
    "jobs",
    "keychain",
    "policy",
    "system",
    "targets",
    "throttle",
    "twofactor",
    "vault",
    "worker-jobs.ts",
  ]),
  room("terminal.ts", base, ["audit-log/verify-file.ts", "console.ts", "exit.ts", "files", "keychain", "system"]),
  room("demo", base, ["console.ts", "twofactor", "window/caller.ts"]),
  room("start.ts", base, ["console.ts", "demo", "keychain", "system", "window"]),
  room("index.ts", base, ["start.ts", "demo/folder.ts", "window"]),
];

/**
 * Who may import whom. Modules may always import their own area; type imports count like others.
 * A room that needs another one is entered here on purpose.
 */
export const rules: Rules = {
  floors,
  areas: [
    { path: shared, may: [], packages: ["zod"], node: false },
    { path: "src/shared/texts", may: [], packages: ["zod", "intl-messageformat"], node: false },
    ...floors,
    { path: "src/preload", may: [shared], packages: ["electron"], node: false },
    {
      path: "src/cli",
      may: [shared, ...main(["base/no-dumps.ts", "base/version.ts", "terminal.ts"])],
      packages: "any",
      node: true,
    },
    { path: "src/chromium-host", may: [], packages: [], typesOf: ["electron", "devtools-protocol"], node: true },

    rendererArea("main.tsx", ["ipc", "mount.tsx"]),
    rendererArea("mount.tsx", ["app", "ui", "csp.ts"]),
    rendererArea("user-side", ["app", "form", "ui", "ipc", "csp.ts"]),
    rendererArea("csp.ts", []),
    // The routes and the gate know the screens; the rest of app/ is what screens share.
    rendererArea("app/routes.tsx", ["app", "features"]),
    rendererArea("app/Gate.tsx", ["app", "features", "ui", "ipc"]),
    rendererArea("app", ["form", "ui", "ipc", "csp.ts"]),
    rendererArea("features/*", ["app", "form", "ui", "ipc"]),
    rendererArea("form", ["ui", "ipc"]),
    rendererArea("ui", []),
    // An answer is told from here, whatever has become of the screen.
    rendererArea("ipc", ["ui/notify.ts"]),
  ],
  owners: [
    { package: "electron", by: [...main(["index.ts", "start.ts", "window"]), "src/preload"] },
    { package: "better-sqlite3", by: ["src/main/store/sqlite"] },
    { package: "@aws-sdk/client-s3", by: ["src/main/backups/destinations"] },
    { package: "kysely", by: ["src/main/store"] },
    { package: "keytar", by: ["src/main/keychain"] },
    {
      package: "@mantine/notifications",
      by: ["src/renderer/ui/notify.ts", "src/renderer/ui/all-styles.ts", "src/renderer/app/Messages.tsx"],
    },
    { package: "electron-log", by: ["src/main/system"] },
  ],
  closed: [
    // An engine is chosen where a store is opened; the rest of the store works with any.
    { path: "src/main/store/sqlite", by: main(["store/open.ts", "store/staged.ts", "store/staging.ts"]) },
    // An event is part of a change.
    { path: "src/main/audit/append.ts", by: main(["call/change.ts"]) },
  ],
};
