import { type InputOf, type OutputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import { attentionOf } from "#main/system/attention.ts";
import type { HealthReport, SystemStatus } from "#shared/contract/system.ts";
import type { Area } from "#shared/contract/procedure.ts";
import { type Call, type ConsoleEvent, Reply } from "#shared/contract/transport.ts";
import { AppError, type AppErrorOptions, type ErrorCode } from "#shared/errors.ts";
import type { Role, Verdict } from "#shared/model/records.ts";
import { administratorHandlers, type AdministratorScenario } from "./administrators.ts";
import { FakeBackups, type BackupsScenario, folder as backupFolder } from "./backups.ts";
import { importHandlers, savedTable, tableFile } from "./imports.ts";
import { FakeDirectory } from "./directory.ts";
import { auditFiles, auditHandlers } from "./audit.ts";
import { inventoryHandlers } from "./inventory.ts";
import { folder as lettersFolder, letterHandlers, lettersFile } from "./letters.ts";
import { policyHandlers } from "./policies.ts";
import { FakeProof, type ProofScenario } from "./proof.ts";
import {
  backupCodes,
  codeSet,
  epoch,
  eventsOf,
  recoveryKey,
  seed,
  sessionOf,
  tokenId,
  tokenOf,
  uri,
  userId,
} from "./records.ts";
import { seedsFile } from "./seeds.ts";
import { exchangeHandlers, type ExchangeScenario, keysFile, keysFolder } from "./systems.ts";
import { organisation, reference, statusOf } from "./status.ts";
import { type VaultScenario, vaultHandlers } from "./vault.ts";
import { text } from "#shared/texts/text.ts";
const words = (sentence: string) => text("plain.legacy", { sentence });

/** The state in which the window finds a console. */
export interface Scenario extends ExchangeScenario {
  phase?: SystemStatus["phase"];
  /** Signed in with this role. */
  role?: Role;
  locked?: boolean;
  demo?: boolean;
  keychain?: SystemStatus["keychain"]["state"];
  people?: number;
  /** Procedures that fail, and how. */
  failing?: Partial<Record<ProcedureName, { code: ErrorCode } & AppErrorOptions>>;
  /** Long work that stays under way until it is cancelled. */
  hanging?: ProcedureName[];
  verdict?: Partial<Verdict>;
  /** What the accepted codes say about the clock. */
  drift?: HealthReport["clock"]["drift"];
  /** A restore of a backup whose audit log was broken. */
  restoredBroken?: HealthReport["audit"]["restored"];
  /** Whose codes were accepted while the clock was in the future. */
  ahead?: OutputOf<"system.stepsAhead">["rows"];
  /** Whose backup codes nobody has confirmed; the person pages say so too. */
  unconfirmedCodes?: HealthReport["unconfirmedCodes"];
  proof?: ProofScenario;
  vault?: VaultScenario;
  backups?: BackupsScenario;
  administrators?: AdministratorScenario;
}

export type Handlers = { [Name in ProcedureName]?: (input: InputOf<Name>) => OutputOf<Name> };

const file = "/home/mara/Backups/countersign-lindenhof-hospital-group-2026-11-24.age";
export const identityFile = "/home/mara/Backups/recovery-identity.age";
const report: OutputOf<"archive.create"> = {
  file,
  size: 48_311_296,
  createdAt: epoch,
  organisation,
  counts: { admins: 3, users: 12_480, tokens: 11_902, backupCodes: 113_400, auditEvents: 218_877 },
  faults: { auditBrokenAt: null, unopenedSeeds: { count: 0, of: [] } },
};

const page = <Row>(
  rows: Row[],
  { cursor, limit = 50 }: { cursor?: string | undefined; limit?: number | undefined },
) => {
  const from = Number(cursor ?? 0);
  const to = from + limit;
  return { rows: rows.slice(from, to), nextCursor: to < rows.length ? String(to) : null };
};

/** What most verdicts say nothing of. */
const plainVerdict = { offsetSeconds: null, actions: [], targets: [], letter: null, ended: null };

/**
 * A console behind the preload's interface, for driving the window through states that a real one
 * takes long to reach. It parses what it takes and gives by the contract, so it cannot drift from it.
 */
export class FakeConsole {
  readonly calls: { procedure: string; input: unknown }[] = [];
  readonly status: SystemStatus;
  readonly proof: FakeProof;
  readonly #scenario: Scenario;
  readonly #emit: (event: ConsoleEvent) => void;
  readonly #directory: FakeDirectory;
  readonly backups: FakeBackups;
  readonly #vault: ReturnType<typeof vaultHandlers>;
  readonly #administrators: ReturnType<typeof administratorHandlers>;
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  readonly #held = new Map<ProcedureName, Promise<void>>();

  constructor(scenario: Scenario, emit: (event: ConsoleEvent) => void) {
    this.#scenario = scenario;
    this.#emit = emit;
    this.status = statusOf(scenario);
    this.proof = new FakeProof(scenario.proof ?? {});
    this.backups = new FakeBackups(scenario.backups ?? {});
    this.#vault = vaultHandlers(scenario.vault ?? {});
    this.#administrators = administratorHandlers(scenario.administrators ?? {});
    this.#directory = new FakeDirectory(scenario.people ?? 137, () => (scenario.unconfirmedCodes?.count ?? 0) > 0);
  }

  /** How often a procedure was called. */
  count(procedure: ProcedureName): number {
    return this.calls.filter((call) => call.procedure === procedure).length;
  }

  /** Changes the status as main would, and tells the window. */
  change(status: Partial<SystemStatus>): void {
    Object.assign(this.status, status);
    this.#emit({ type: "status-changed" });
  }

  /** Tells the window, as main does, that somebody else touched these areas. */
  touch(...areas: Area[]): void {
    this.#emit({ type: "touched", areas });
  }

  /** Keeps back what a procedure answers: it does its work, and the window does not know yet. @returns lets go */
  hold(procedure: ProcedureName): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(procedure, promise);
    return resolve;
  }

  async invoke(call: Call): Promise<Reply> {
    const reply = await this.#answer(call);
    await this.#held.get(call.procedure as ProcedureName);
    return reply;
  }

  async #answer({ callId, procedure, input }: Call): Promise<Reply> {
    this.calls.push({ procedure, input });
    const name = procedure as ProcedureName;
    const failure = this.#scenario.failing?.[name];
    if (failure) return { ok: false, error: new AppError(failure.code, failure).toBody(reference) };
    const parsed: unknown = procedures[name].input.parse(input);
    const handlers: Handlers = {
      ...this.#handlers,
      ...this.#directory.handlers,
      ...this.proof.handlers,
      ...this.backups.handlers,
      ...this.#vault,
      ...this.#administrators,
    };
    const handler = handlers[name] as ((input: unknown) => unknown) | undefined;
    if (!handler) throw new Error(`The fake console does not answer ${name}.`);
    try {
      this.proof.check(name, input);
      if (this.#scenario.hanging?.includes(name)) return await this.#hang(callId);
      return Reply.parse({ ok: true, data: procedures[name].output.parse(handler(parsed)) });
    } catch (error) {
      if (error instanceof AppError) return { ok: false, error: error.toBody(reference) };
      throw error;
    }
  }

  cancel(callId: string): void {
    this.#waiting.get(callId)?.({ ok: false, error: new AppError("CANCELLED").toBody(reference) });
  }

  #hang(callId: string): Promise<Reply> {
    const progress = { phase: "encrypt", done: 41_000_000, total: 96_000_000 };
    this.#emit({ type: "progress", callId, progress });
    return new Promise((resolve) => this.#waiting.set(callId, resolve));
  }

  #setupSecrets(owner: string): OutputOf<"setup.begin"> {
    const opensWith = this.#scenario.keychain === "unavailable" ? "password" : "keychain";
    return { owner, organisation, uri, secret: seed, recoveryKey, opensWith };
  }

  #relock(locked: boolean) {
    const { session } = this.status;
    if (!session) throw new AppError("NOT_SIGNED_IN");
    this.change({ session: { ...session, locked } });
    return { ...session, locked };
  }

  #health(): HealthReport {
    const { configured, lastProvenAt, stale, problems, unprovenRecipients } =
      this.backups.handlers["backupPlan.health"]();
    const stepsAhead = this.#scenario.ahead?.length ?? 0;
    const findings: Omit<HealthReport, "healthy" | "attention"> = {
      runtime: this.status.runtime,
      keychain: this.status.keychain,
      store: { phase: "ready", schemaVersion: 3, sizeBytes: 48_000_000, problems: [], exposed: [], diskFull: false },
      clock: {
        now: Date.now(),
        lastEventAt: epoch,
        rolledBack: this.#scenario.keychain === "unavailable",
        drift: this.#scenario.drift ?? { samples: 0, suspectedMs: null, share: 0 },
      },
      keys: { hasRecoveryKey: true, recoveryCheckedAt: epoch, ownersBack: [] },
      unconfirmedCodes: this.#scenario.unconfirmedCodes ?? { count: 0, names: [] },
      audit: { tail: "intact", lastFull: null, restored: this.#scenario.restoredBroken ?? null },
      backups: {
        configured,
        lastAt: lastProvenAt,
        stale: stale || lastProvenAt === null,
        problems: problems.length,
        unprovenRecipients,
        restoreOpen: false,
      },
      slots: [],
      versions: { Countersign: "0.1.0", Chromium: "156.0.8078.79", Node: "24.21.0", SQLite: "3.53.1" },
    };
    const attention = attentionOf({ ...findings, stepsAhead });
    return { healthy: attention.length === 0, attention, ...findings };
  }

  readonly #handlers: Handlers = {
    "system.status": () => this.status,
    "system.health": () => this.#health(),
    "system.acceptClock": () => ({ now: Date.now() }),
    "system.stepsAhead": () => {
      const rows = this.#scenario.ahead ?? [];
      return { rows, total: rows.length };
    },
    "system.setStepsBack": () => {
      const count = this.#scenario.ahead?.length ?? 0;
      delete this.#scenario.ahead;
      return { count };
    },
    "setup.begin": ({ owner }) => {
      this.change({ phase: "setup" });
      return this.#setupSecrets(owner);
    },
    "setup.resume": () => this.#setupSecrets("mara.lindqvist"),
    "setup.confirm": () => {
      const session = sessionOf("owner");
      this.change({ phase: "ready", session, organisation });
      return { backupCodes, codeSet, session };
    },
    "vault.unlock": () => {
      this.change({ phase: "ready" });
      return { keychainBound: true };
    },
    "access.signIn": ({ backupCode }) => {
      const session = sessionOf("owner");
      this.change({ phase: "ready", session });
      return { session, remainingBackupCodes: backupCode === undefined ? null : 7 };
    },
    "access.signOut": () => {
      this.change({ session: null });
      return {};
    },
    "access.lock": () => this.#relock(true),
    "access.unlock": () => this.#relock(false),
    "access.passwordStrength": ({ password }) => {
      const score = Math.min(4, Math.floor(password.length / 5));
      const weak = score < 2;
      return {
        score,
        warning: weak ? words("This is easy to guess.") : null,
        suggestions: weak ? [words("Add more words that are not often used together.")] : [],
        acceptable: !weak,
      };
    },
    "tokens.begin": ({ user }) => {
      this.#directory.begin(user);
      return {
        tokenId: tokenId(77),
        uri,
        secret: seed,
        account: "ann",
        expiresAt: Date.now() + 600_000,
        sameAsAdministrator: false,
      };
    },
    "tokens.confirm": () => {
      this.#directory.confirm();
      return { token: tokenOf(77, userId(1)), backupCodes, codeSet };
    },
    "tokens.cancel": () => ({}),
    "tokens.rename": ({ label }) => tokenOf(1, userId(1), { label }),
    "tokens.unlock": () => tokenOf(1, userId(1)),
    "tokens.disable": () => tokenOf(1, userId(1), { status: "disabled" }),
    "tokens.revoke": () => tokenOf(1, userId(1), { status: "revoked" }),
    "tokens.resyncFar": () => ({ token: tokenOf(1, userId(1)), driftSteps: 120 }),
    "tokens.resync": ({ first, second }) => {
      if (first === second) throw new AppError("RESYNC_REFUSED");
      return { token: tokenOf(1, userId(1), { driftSteps: 4 }), driftSteps: 4 };
    },
    "tokens.regenerateBackupCodes": () => ({ backupCodes, codeSet }),
    "tokens.confirmBackupCodes": () => {
      delete this.#scenario.unconfirmedCodes;
      return {};
    },
    "verification.check": (input) => ({
      result: "accepted",
      reason: "ok",
      message: text("verdicts.right"),
      method: "code" in input ? "totp" : "backup_code",
      tokenId: tokenId(1),
      tokenLabel: "Phone 1",
      activates: false,
      driftSteps: 0,
      remainingBackupCodes: "code" in input ? null : 6,
      retryAt: null,
      ...plainVerdict,
      ...this.#scenario.verdict,
    }),
    "verification.test": () => ({
      result: "refused",
      reason: "drifted",
      message: words("The code is right, but the phone's clock runs 2 steps behind."),
      method: "totp",
      tokenId: tokenId(1),
      tokenLabel: "Phone 1",
      activates: false,
      driftSteps: -2,
      remainingBackupCodes: null,
      retryAt: null,
      ...plainVerdict,
      ...this.#scenario.verdict,
    }),
    "audit.list": ({ action, search, ...rest }) =>
      page(
        eventsOf(this.#directory.people).filter(
          (event) =>
            (action === undefined || event.action.startsWith(action)) &&
            (search === undefined || JSON.stringify(event).includes(search)),
        ),
        rest,
      ),
    ...auditHandlers,
    "archive.create": () => report,
    "archive.verify": () => ({
      ...report,
      valid: true,
      checks: [
        { name: text("backups.checkParts"), count: 2 },
        { name: text("backups.checkFile"), count: 1 },
        { name: text("backups.checkSeeds"), count: 11_902 },
        { name: text("backups.checkAudit"), count: 218_877 },
      ],
    }),
    "archive.preview": () => ({
      ...report,
      valid: true,
      checks: [{ name: text("backups.checkFile"), count: 1 }],
      now: this.status.phase === "empty" ? null : { ...report.counts, users: 12_500, tokens: 11_900 },
      sameStore: this.status.phase === "empty" ? null : true,
      since: this.status.phase === "empty" ? null : { counts: [], rows: [], sameKey: true },
    }),
    "archive.restored": () => null,
    "archive.restore": () => {
      this.change({ phase: "ready", session: null, organisation });
      return {
        ...report,
        keptAside: "/home/mara/.config/Countersign/kept/2026-11-24T09-12-00Z",
        opensWith: "keychain",
        carryOver: "carried",
        since: [],
        tasks: [],
      };
    },
    "files.chooseToSave": ({ purpose }) => ({
      file: {
        table: savedTable,
        letters: lettersFile,
        identity: identityFile,
        backup: file,
        sheet: file,
        ...auditFiles,
        keys: keysFile,
      }[purpose],
    }),
    "files.chooseToOpen": ({ purpose: p }) => ({ file: { table: tableFile, identity: identityFile, backup: file }[p] }),
    "files.chooseSeveral": () => ({ files: this.#scenario.seedFiles ?? [seedsFile] }),
    "files.chooseFolder": ({ purpose }) => ({
      file: { letters: lettersFolder, destination: backupFolder, keys: keysFolder }[purpose],
    }),
    ...importHandlers(),
    ...policyHandlers(),
    ...letterHandlers(() => this.#directory.people),
    ...exchangeHandlers(() => this.#scenario),
    ...inventoryHandlers(() => this.#directory.people),
    "files.saveSheet": (input) => ({ file: input.file, exposed: false }),
    "clipboard.copy": () => ({ clearedAt: Date.now() + 60_000 }),
  };
}
