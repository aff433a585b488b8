import type { ErrorBody } from "#shared/errors.ts";
import type { ProcedureName } from "#shared/contract/index.ts";
import type { SystemStatus } from "#shared/contract/system.ts";
import type { Role } from "#shared/model/records.ts";
import type { ConsoleEvent, PreloadApi, Reply } from "#shared/contract/transport.ts";

/** The state in which the window finds a console. */
export interface Scenario {
  phase?: SystemStatus["phase"];
  /** Signed in with this role. */
  role?: Role;
  locked?: boolean;
  demo?: boolean;
  keychain?: SystemStatus["keychain"]["state"];
  people?: number;
  /** Answers of procedures, in place of the usual ones. */
  failing?: Partial<Record<ProcedureName, Partial<ErrorBody>>>;
  /** Answers that stay out until the test lets go by cancelling. */
  hanging?: ProcedureName[];
  verdict?: Record<string, unknown>;
  organisation?: string;
}

/**
 * A console behind the preload's interface, for driving the window through states that a real one
 * takes long to reach. It runs inside the page, so it refers to nothing outside itself.
 */
export function installFakeConsole(scenario: Scenario): void {
  const hour = 3_600_000;
  const start = Date.UTC(2026, 10, 24, 9, 12, 0);
  const uuid = (area: number, n: number) =>
    `0192f0c4-${area.toString(16).padStart(4, "0")}-7000-8000-${n.toString(16).padStart(12, "0")}`;
  const organisation = scenario.organisation ?? "Lindenhof Hospital Group";
  const listeners = new Set<(event: ConsoleEvent) => void>();
  const emit = (event: ConsoleEvent) => listeners.forEach((listener) => listener(event));
  const waiting = new Map<string, (reply: Reply) => void>();

  const session = (role: Role, locked = false): NonNullable<SystemStatus["session"]> =>
    ({
      id: uuid(1, 1),
      adminId: uuid(2, 1),
      name: "mara.lindqvist",
      role,
      signedInAt: Date.now() - hour,
      idleExpiresAt: Date.now() + hour,
      expiresAt: Date.now() + 8 * hour,
      locked,
    }) as NonNullable<SystemStatus["session"]>;

  const status: SystemStatus = {
    phase: scenario.phase ?? "ready",
    organisation: scenario.phase === "empty" || scenario.phase === "damaged" ? null : organisation,
    keychain: {
      state: scenario.keychain ?? "bound",
      reason: scenario.keychain === "unavailable" ? "No secret service answers on this desktop." : null,
    },
    slots: ["keychain", "recovery"],
    session: scenario.role ? session(scenario.role, scenario.locked) : null,
    problem:
      scenario.phase === "damaged"
        ? {
            code: "STORE_DAMAGED",
            message: "The store is damaged and was left untouched. Restore a backup.",
            retryable: false,
            correlationId: "0192f0c4-7aa0-7cc0-9e51-6fb3d1c0aa01",
          }
        : null,
    demo: scenario.demo
      ? {
          name: "demo.owner",
          password: "violet-harbour-quilt-41",
          code: "492817",
          codeExpiresAt: Date.now() + 21_000,
        }
      : null,
    version: "0.1.0",
    runtime: { name: "chromium", version: "156.0.8078.79" },
  };

  const given = [
    "Aino",
    "Bastian",
    "Chiara",
    "Dmitri",
    "Élodie",
    "Farid",
    "Greta",
    "Henrik",
    "Ingrid",
    "Jérôme",
    "Keiko",
    "Łukasz",
  ];
  const family = [
    "Abrahamsson",
    "Bianchi",
    "Çelik",
    "de la Fuente-Montalbán",
    "Eriksen",
    "Fischer",
    "García",
    "Haddad",
    "Ivanova",
    "Jørgensen",
  ];
  const enrolments = ["active", "active", "active", "none", "pending", "active", "disabled"] as const;
  const people = Array.from({ length: scenario.people ?? 137 }, (_, n) => {
    const first = given[n % given.length] ?? "";
    const last = family[(n * 7) % family.length] ?? "";
    const username =
      `${first}.${last}`
        .normalize("NFKD")
        .replaceAll(/[^A-Za-z.]/gu, "")
        .toLowerCase() + (n > 60 ? n : "");
    return {
      id: uuid(3, n + 1),
      username,
      name: n % 23 === 22 ? "" : `${first} ${last}`,
      email: `${username}@lindenhof.example`,
      status: n % 11 === 10 ? "disabled" : "active",
      enrolment: enrolments[n % enrolments.length] ?? "none",
      createdAt: start - n * 7 * hour,
      updatedAt: start - n * 7 * hour,
    };
  });

  const token = (n: number, owner: string, over: Record<string, unknown>) => ({
    id: uuid(4, n),
    userId: owner,
    label: `Phone ${n}`,
    algorithm: "SHA1",
    digits: 6,
    period: 30,
    status: "active",
    createdAt: start - 90 * 24 * hour,
    activatedAt: start - 90 * 24 * hour,
    lastUsedAt: start - 5 * hour,
    expiresAt: null,
    driftSteps: 0,
    failures: 0,
    ...over,
  });

  const tokensOf = (person: { id: string; enrolment: string }) => {
    switch (person.enrolment) {
      case "none":
        return [];
      case "pending":
        return [
          token(1, person.id, {
            status: "pending",
            activatedAt: null,
            lastUsedAt: null,
            createdAt: Date.now(),
            expiresAt: Date.now() + 600_000,
          }),
        ];
      case "disabled":
        return [token(1, person.id, { status: "locked", failures: 100, driftSteps: 3 })];
      default:
        return [
          token(1, person.id, { driftSteps: -1, failures: 2 }),
          token(2, person.id, {
            status: "revoked",
            label: "Old phone with a fairly long label on it",
            lastUsedAt: null,
          }),
          token(3, person.id, {
            status: "disabled",
            label: "Hardware key fob",
            algorithm: "SHA256",
            digits: 8,
            period: 60,
          }),
        ];
    }
  };

  const actions = [
    "verification.check",
    "token.confirm",
    "user.add",
    "access.sign_in",
    "token.begin",
    "backup.create",
    "user.disable",
    "vault.unlock",
  ];
  const events = Array.from({ length: scenario.people === 0 ? 0 : 120 }, (_, n) => ({
    seq: 120 - n,
    at: start - n * 17 * 60_000,
    actor: n % 8 === 7 ? null : "mara.lindqvist",
    action: actions[n % actions.length] ?? "user.add",
    target: people[n]?.username ?? null,
    targetId: people[n]?.id ?? null,
    result: n % 8 === 0 ? (n % 16 === 0 ? "refused" : "accepted") : "done",
    details: n % 8 === 0 ? { method: "totp", reason: n % 16 === 0 ? "already_used" : "ok", driftSteps: -1 } : {},
  }));

  const backupCodes = Array.from(
    { length: 10 },
    (_, n) => `${"7KQ2M9XWPT".slice(n % 5, (n % 5) + 4)}${n}-${"R4HV8CJ3ZN".slice(n % 5, (n % 5) + 4)}${n}`,
  );
  const uri =
    "otpauth://totp/Lindenhof%20Hospital%20Group:mara.lindqvist?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Lindenhof%20Hospital%20Group&algorithm=SHA1&digits=6&period=30";
  const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  const setupSecrets = (input: { owner?: string }) => ({
    owner: input.owner ?? "mara.lindqvist",
    organisation,
    uri,
    secret,
    recoveryKey: "0K7D-9QRM-X2VT-5HJC-8NPE-W3ZA-6GBS-1FY4",
    opensWith: scenario.keychain === "unavailable" ? "password" : "keychain",
    expiresAt: Date.now() + 30 * 60_000,
  });
  const report = {
    file: "/home/mara/Backups/countersign-lindenhof-hospital-group-2026-11-24.age",
    size: 48_311_296,
    createdAt: start,
    organisation,
    counts: { admins: 3, users: 12_480, tokens: 11_902, backupCodes: 113_400, auditEvents: 218_877 },
  };

  const find = (ref: { id?: string; username?: string }) =>
    people.find((person) => person.id === ref.id || person.username === ref.username);

  // oxlint-disable-next-line typescript/no-explicit-any -- the fake reads inputs without parsing them
  type Input = any;
  const answers: Partial<Record<ProcedureName, (input: Input) => unknown>> = {
    "system.status": () => status,
    "system.health": () => ({
      healthy: scenario.keychain !== "unavailable",
      runtime: status.runtime,
      keychain: status.keychain,
      store: { phase: "ready", schemaVersion: 3, sizeBytes: 48_000_000, problems: [] },
      clock: { now: Date.now(), lastEventAt: start, rolledBack: scenario.keychain === "unavailable" },
      versions: {
        Countersign: "0.1.0",
        Chromium: "156.0.8078.79",
        Node: "24.21.0",
        SQLite: "3.53.1",
        OpenSSL: "3.5.4",
      },
    }),
    "setup.begin": (input) => {
      status.phase = "setup";
      emit({ type: "status-changed" });
      return setupSecrets(input);
    },
    "setup.resume": setupSecrets,
    "setup.confirm": () => {
      Object.assign(status, { phase: "ready", session: session("owner"), organisation });
      emit({ type: "status-changed" });
      return { backupCodes, session: status.session };
    },
    "vault.unlock": () => {
      status.phase = "ready";
      emit({ type: "status-changed" });
      return { keychainBound: true };
    },
    "access.signIn": (input) => {
      Object.assign(status, { phase: "ready", session: session("owner") });
      emit({ type: "status-changed" });
      return { session: status.session, remainingBackupCodes: input.backupCode ? 7 : null };
    },
    "access.signOut": () => {
      status.session = null;
      emit({ type: "status-changed" });
      return {};
    },
    "access.lock": () => {
      if (status.session) status.session = { ...status.session, locked: true };
      emit({ type: "status-changed" });
      return status.session;
    },
    "access.unlock": () => {
      if (status.session) status.session = { ...status.session, locked: false };
      emit({ type: "status-changed" });
      return status.session;
    },
    "access.passwordStrength": ({ password }) => {
      const score = Math.min(4, Math.floor(password.length / 5));
      return {
        score,
        warning: score < 2 ? "This is easy to guess." : null,
        suggestions: score < 2 ? ["Add more words that are not often used together."] : [],
        acceptable: score >= 2,
      };
    },
    "users.list": (input) => {
      const search = (input.search ?? "").toLowerCase();
      const found = people.filter(
        (person) =>
          `${person.name} ${person.username} ${person.email}`.toLowerCase().includes(search) &&
          (!input.status || person.status === input.status) &&
          (!input.enrolment || person.enrolment === input.enrolment),
      );
      const from = Number(input.cursor ?? 0);
      const to = from + (input.limit ?? 50);
      return { rows: found.slice(from, to), nextCursor: to < found.length ? String(to) : null, total: found.length };
    },
    "users.get": (input) => {
      const person = find(input.user);
      return (
        person && {
          ...person,
          tokens: tokensOf(person),
          backupCodes:
            person.enrolment === "active" ? { total: 10, remaining: 7, createdAt: start - 90 * 24 * hour } : null,
        }
      );
    },
    "users.add": (input) => {
      const person = {
        id: uuid(3, 900 + people.length),
        email: "",
        ...input,
        status: "active",
        enrolment: "none",
        createdAt: Date.now(),
        updatedAt: Date.now(),
      };
      people.unshift(person);
      return person;
    },
    "users.edit": (input) => Object.assign(find(input) ?? {}, input),
    "users.disable": (input) => Object.assign(find(input.user) ?? {}, { status: "disabled" }),
    "users.enable": (input) => Object.assign(find(input.user) ?? {}, { status: "active" }),
    "tokens.begin": () => ({ tokenId: uuid(4, 77), uri, secret, expiresAt: Date.now() + 600_000 }),
    "tokens.confirm": () => ({ token: token(77, uuid(3, 1), { label: "Phone" }), backupCodes }),
    "tokens.cancel": () => ({}),
    "tokens.regenerateBackupCodes": () => ({ backupCodes }),
    "verification.check": (input) =>
      scenario.verdict ?? {
        result: "accepted",
        reason: "ok",
        message: "The code is right.",
        method: input.code ? "totp" : "backup_code",
        tokenId: uuid(4, 1),
        tokenLabel: "Phone 1",
        driftSteps: 0,
        remainingBackupCodes: input.code ? null : 6,
        retryAt: null,
      },
    "audit.list": (input) => {
      const found = events.filter(
        (event) =>
          (!input.action || event.action.startsWith(input.action)) &&
          (!input.search || JSON.stringify(event).includes(input.search)),
      );
      const from = Number(input.cursor ?? 0);
      const to = from + (input.limit ?? 50);
      return { rows: found.slice(from, to), nextCursor: to < found.length ? String(to) : null };
    },
    "audit.verify": () => ({ valid: true, events: 218_877 }),
    "backup.create": () => report,
    "backup.verify": () => ({
      ...report,
      valid: true,
      checks: [
        { name: "The parts match their checksums", count: 2 },
        { name: "The database file is sound", count: 1 },
        { name: "No reference is broken", count: 1 },
        { name: "The seeds open with the data key", count: 11_902 },
        { name: "The audit chain is unbroken", count: 218_877 },
      ],
    }),
    "backup.restore": () => {
      Object.assign(status, { phase: "ready", session: null, organisation });
      emit({ type: "status-changed" });
      return { ...report, keptAside: "/home/mara/.config/Countersign/kept/2026-11-24T09-12-00Z", keychainBound: true };
    },
    "files.chooseToSave": () => ({ file: report.file }),
    "files.chooseToOpen": () => ({ file: report.file }),
    "files.saveSheet": (input) => ({ file: input.file }),
    "clipboard.copy": () => ({ clearedAt: Date.now() + 60_000 }),
  };

  const refusal = (body: Partial<ErrorBody>): Reply => ({
    ok: false,
    error: {
      code: "INTERNAL",
      message: "Something went wrong inside the console. The log has the details under the reference.",
      retryable: false,
      correlationId: "0192f0c4-7aa0-7cc0-9e51-6fb3d1c0aa01",
      ...body,
    },
  });
  const calls: { procedure: string; input: unknown }[] = [];
  const api: PreloadApi = {
    invoke: async ({ callId, procedure, input }) => {
      calls.push({ procedure, input });
      const name = procedure as ProcedureName;
      const failure = scenario.failing?.[name];
      if (failure) return refusal(failure);
      if (scenario.hanging?.includes(name)) {
        emit({ type: "progress", callId, progress: { phase: "encrypt", done: 0, total: 96_000_000 } });
        setTimeout(
          () => emit({ type: "progress", callId, progress: { phase: "encrypt", done: 41_000_000, total: 96_000_000 } }),
          700,
        );
        return await new Promise<Reply>((resolve) => waiting.set(callId, resolve));
      }
      const answer = answers[name]?.(input);
      if (answer === undefined) return refusal({ code: "NOT_FOUND", message: "That does not exist, or no longer." });
      return { ok: true, data: structuredClone(answer) };
    },
    cancel: (callId) =>
      waiting.get(callId)?.(
        refusal({ code: "CANCELLED", message: "Cancelled. Nothing was changed.", retryable: true }),
      ),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.assign(window, { countersign: api, fakeCalls: calls, fakeStatus: status, fakeEmit: emit });
}
