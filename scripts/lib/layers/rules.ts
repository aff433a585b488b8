import type { Area, Rules } from "./check.ts";

/** With fewer modules than this, the checker itself is broken: if it sees nothing, it finds nothing. */
export const leastModules = 300;

const shared = "src/shared";

const main = (names: readonly string[]) => names.map((name) => `src/main/${name}`);

/** What every room in the main process may use: the error model, the ports, the sources of time, ids and the version. */
const base = [shared, ...main(["base/errors", "base/ports.ts", "base/clock.ts", "base/ids.ts", "base/version.ts"])];

/** What handlers of procedures use. */
const handling = main(["call/context.ts", "base/cursor.ts", "call/handlers.ts", "call/live.ts"]);

/** What a domain room may use. */
const ground = [...base, ...handling, ...main(["store", "keys", "audit"])];

/** A room in the main process, or a file beside the rooms. */
function room(name: string, may: readonly string[], rooms: readonly string[] = []): Area {
  return { path: `src/main/${name}`, may: [...may, ...main(rooms)], packages: "any", node: true };
}

function rendererArea(name: string, parts: readonly string[]): Area {
  const may = [shared, ...parts.map((part) => `src/renderer/${part}`)];
  return { path: `src/renderer/${name}`, may, packages: "any", node: false };
}

const domain = [
  "administrators/access",
  "administrators/account",
  "administrators/roster",
  "administrators/approvals",
  "backups/archive",
  "backups/plan",
  "backups/destinations",
  "directory",
  "imports",
  "files",
  "enrolment/in-person",
  "enrolment/hardware",
  "enrolment/letters",
  "policy",
  "directory",
  "administrators/recovery",
  "administrators/setup",
  "sheets",
  "system",
  "throttle",
  "twofactor",
  "vault",
];

/**
 * Which area may import which. Modules may always import their own area; type imports count like others. A dependency
 * of one domain room on another is listed here explicitly, in one direction.
 */
export const rules: Rules = {
  areas: [
    { path: shared, may: [], packages: ["zod"], node: false },
    { path: "src/preload", may: [shared], packages: ["electron"], node: false },
    {
      path: "src/cli",
      may: [shared, ...main(["base/no-dumps.ts", "terminal.ts", "base/version.ts"])],
      packages: "any",
      node: true,
    },
    { path: "src/chromium-host", may: [], packages: [], typesOf: ["electron", "devtools-protocol"], node: true },

    rendererArea("main.tsx", ["app", "ui", "csp.ts"]),
    rendererArea("user-side", ["app", "ui", "ipc", "csp.ts"]),
    rendererArea("csp.ts", []),
    // The routes and the gate know the screens; the rest of app/ is what screens share.
    rendererArea("app/routes.tsx", ["app", "features"]),
    rendererArea("app/Gate.tsx", ["app", "features", "ui", "ipc"]),
    rendererArea("app", ["ui", "ipc", "csp.ts"]),
    rendererArea("features/*", ["app", "ui", "ipc"]),
    rendererArea("ui", []),
    rendererArea("ipc", []),

    // The base: these know nothing about what is built on them.
    room("base/clock.ts", base),
    room("base/ids.ts", base),
    room("base/no-dumps.ts", base),
    room("base/ports.ts", base),
    room("base/cursor.ts", base),
    { path: "src/main/base/version.ts", may: ["package.json"], packages: [], node: false },
    room("base/errors", base),
    room("store", base),
    room("keychain", base),
    room("sheets", base),
    room("keys", base, ["store"]),
    room("throttle", base, ["store"]),
    room("system", base, ["store"]),
    room("call/live.ts", base, ["store", "keys"]),
    room("call/context.ts", base, ["audit", "call/live.ts", "store", "keys"]),
    room("call/handlers.ts", base, ["call/context.ts"]),
    room("audit", [...base, ...handling], ["store", "keys"]),

    // The domain.
    room("directory", ground, ["jobs/job.ts", "twofactor/moves.ts", "twofactor/void-enrolment.ts"]),
    room("files", ground, ["files/workspace.ts", "policy", "sheets"]),
    room("policy", ground),
    room("twofactor", ground, ["policy", "throttle"]),
    room("enrolment/hardware", ground, ["policy", "throttle", "twofactor"]),
    room("enrolment/in-person", ground, ["policy", "twofactor"]),
    room("administrators/access", ground, ["policy", "throttle", "twofactor"]),
    room("administrators/account", ground, ["administrators/access", "policy", "throttle", "twofactor"]),
    room("administrators/roster", ground, ["administrators/access", "policy", "throttle", "twofactor"]),
    room("directory", ground, ["directory", "policy", "twofactor"]),
    room("administrators/setup", ground, ["administrators/access", "throttle", "twofactor"]),
    room("system", ground, ["administrators/access", "system", "twofactor"]),
    room("backups/destinations", ground, ["files", "jobs/hanging.ts", "jobs/job.ts"]),
    room("backups/archive", ground, ["backups/destinations", "files", "jobs/job.ts", "policy", "twofactor/totp.ts"]),
    room("backups/plan", ground, ["backups/archive", "backups/destinations", "files"]),
    room("vault", ground, ["administrators/access", "jobs/job.ts", "throttle"]),
    room("administrators/recovery", ground, ["administrators/access", "policy", "throttle", "twofactor", "vault"]),
    room("administrators/approvals", ground, ["administrators/access", "policy", "vault"]),
    room("imports", ground, [
      "files/workspace.ts",
      "directory/losses.ts",
      "files",
      "jobs/job.ts",
      "twofactor/moves.ts",
      "twofactor/void-enrolment.ts",
    ]),

    room("enrolment/letters", ground, ["files/workspace.ts", "files", "jobs/job.ts", "policy", "sheets", "twofactor"]),

    // Long work in threads: the worker is a separate composition root.
    room("jobs", base),
    room("exit.ts", base, ["jobs/hanging.ts", "keychain"]),
    room("worker.ts", ground, [
      "backups/archive",
      "backups/destinations",
      "system",
      "directory",
      "imports",
      "jobs",
      "enrolment/letters",
      "vault",
    ]),

    // The door and the window.
    room("window/door", [...base, ...handling], ["store/console/sessions.ts"]),
    room("window/door/electron.ts", base, ["window/door", "window/door/origin.ts"]),
    room("window", base, ["exit.ts", "window/door/electron.ts"]),

    // Where everything is wired together: without Electron, for the terminal, for a demo, and with Electron.
    room("console.ts", ground, [...domain, "system", "window/door", "jobs", "keychain"]),
    room("terminal.ts", base, [
      "console.ts",
      "system",
      "exit.ts",
      "files/exposure.ts",
      "files/outside.ts",
      "files/picture.ts",
      "files/read-whole.ts",
      "keychain",
    ]),
    room("demo", base, ["console.ts", "twofactor", "window/caller.ts"]),
    room("index.ts", base, ["console.ts", "demo", "system", "keychain", "base/no-dumps.ts", "window"]),
  ],
  owners: [
    { package: "electron", by: [...main(["index.ts", "window", "window/door/electron.ts"]), "src/preload"] },
    { package: "better-sqlite3", by: ["src/main/store"] },
    { package: "@aws-sdk/client-s3", by: ["src/main/destinations"] },
    { package: "kysely", by: ["src/main/store"] },
    { package: "keytar", by: ["src/main/keychain"] },
    { package: "electron-log", by: ["src/main/diagnostics"] },
  ],
};
