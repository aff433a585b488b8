import type { Area, Rules } from "./check.ts";

/** A checker that sees nothing finds nothing: fewer modules than this means that it is broken. */
export const leastModules = 80;

const shared = "src/shared";

/** What every room of the main process may use: the error model, and the ports and sources of time and ids. */
const base = [shared, "src/main/errors", "src/main/ports.ts", "src/main/clock.ts", "src/main/ids.ts"];

/** What a domain room may use. */
const ground = [...base, "src/main/store", "src/main/vault", "src/main/audit"];

/** A room of the main process. */
function room(name: string, may: readonly string[]): Area {
  return { path: `src/main/${name}`, may, packages: "any", node: true };
}

function rendererArea(name: string, may: readonly string[]): Area {
  return {
    path: `src/renderer/${name}`,
    may: [shared, ...may.map((part) => `src/renderer/${part}`)],
    packages: "any",
    node: false,
  };
}

/**
 * Who may import whom. Modules always may import their own area; type imports count like others.
 * A domain room that needs another one is entered here on purpose, in one direction.
 */
export const rules: Rules = {
  areas: [
    { path: shared, may: [], packages: ["zod"], node: false },
    { path: "src/preload", may: [shared], packages: ["electron"], node: false },
    { path: "src/cli", may: [shared, "src/main/terminal.ts", "src/main/version.ts"], packages: "any", node: true },
    { path: "src/chromium-host", may: [], packages: [], node: true },

    rendererArea("main.tsx", ["app"]),
    rendererArea("app", ["features", "ui", "ipc"]),
    rendererArea("features/*", ["ui", "ipc"]),
    rendererArea("ui", []),
    rendererArea("ipc", []),

    // The ground: these know nothing of what is built on them.
    room("clock.ts", base),
    room("ids.ts", base),
    room("ports.ts", base),
    room("errors", base),
    room("store", base),
    room("keychain", base),
    room("vault", [...base, "src/main/store"]),
    room("audit", [...base, "src/main/store", "src/main/vault"]),
    room("diagnostics", [...base, "src/main/store", "src/main/version.ts"]),

    // The domain.
    room("directory", ground),
    room("twofactor", ground),
    room("access", [...ground, "src/main/twofactor"]),
    room("setup", [...ground, "src/main/access", "src/main/twofactor", "src/main/keychain"]),
    room("sheets", base),
    room("backup", [...ground, "src/main/keychain", "src/main/jobs/job.ts"]),

    // Long work in threads: the worker is a composition root of its own.
    room("jobs", [...base, "src/main/diagnostics"]),
    room("jobs/worker.ts", [...ground, "src/main/jobs", "src/main/backup", "src/main/diagnostics"]),

    // The door and the window.
    room("ipc", [...base, "src/main/diagnostics"]),
    room("ipc/electron.ts", [...base, "src/main/diagnostics", "src/main/ipc", "src/main/window"]),
    room("window", [...base, "src/main/diagnostics"]),

    // Where everything is put together: without Electron, and with it.
    room("console.ts", [
      ...ground,
      ...[
        "access",
        "backup",
        "diagnostics",
        "directory",
        "ipc",
        "jobs",
        "keychain",
        "setup",
        "sheets",
        "twofactor",
      ].map((name) => `src/main/${name}`),
    ]),
    room("terminal.ts", [...base, "src/main/console.ts", "src/main/diagnostics", "src/main/keychain"]),
    room("index.ts", [...base, ...["console.ts", "diagnostics", "ipc", "window"].map((name) => `src/main/${name}`)]),
  ],
  owners: [
    { package: "electron", by: ["src/main/index.ts", "src/main/window", "src/main/ipc/electron.ts", "src/preload"] },
    { package: "better-sqlite3", by: ["src/main/store"] },
    { package: "kysely", by: ["src/main/store"] },
    { package: "keytar", by: ["src/main/keychain"] },
    { package: "electron-log", by: ["src/main/diagnostics"] },
  ],
};
