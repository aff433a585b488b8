import type { BackupHealth, PruneDecision, StoredBackup } from "#shared/contract/backup-plan.ts";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import {
  type BackupDestination,
  type BackupPlan,
  type BackupRecipient,
  type BackupRecord,
  type BackupRun,
  defaultPlan,
} from "#shared/model/backups.ts";
import { BackupId, BackupRunId, DestinationId, RecipientId } from "#shared/model/ids.ts";
import { epoch, hour } from "./records.ts";
import { text } from "#shared/texts/text.ts";

const refusesKeys = text("plain.legacy", { sentence: "The server refuses these access keys." });

const uuid = (kind: number, n: number): string =>
  `0192f0c4-${kind.toString(16).padStart(4, "0")}-7000-8000-${n.toString(16).padStart(12, "0")}`;
const backupId = (n: number): BackupId => BackupId.parse(uuid(0x21, n));
const runId = (n: number): BackupRunId => BackupRunId.parse(uuid(0x22, n));
const recipientId = (n: number): RecipientId => RecipientId.parse(uuid(0x23, n));
export const destinationId = (n: number): DestinationId => DestinationId.parse(uuid(0x24, n));

/** In the form and length of a real one. */
export const identity = `AGE-SECRET-KEY-1${"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2).slice(0, 58)}`;
export const recipientText = `age1${"qpzry9x8gf2tvdw0s3jn54khce6mua7l".repeat(2).slice(0, 58)}`;
export const recipientName = "Safe of the administration";
export const folder = "/media/mara/Backup disk";
export const wrongIdentity = "AGE-SECRET-KEY-1WRONG";
/** A server that does not answer. */
export const deadEndpoint = "https://nobody.example.org";

export interface BackupsScenario {
  /** A recovery identity, two places and a daily schedule. */
  configured?: boolean;
  /** How many backups there are. */
  count?: number;
  /** The newest proven one is of so many hours ago. */
  provenHours?: number;
  /** A run failed at one of the places, and nobody has dealt with it. */
  problem?: boolean;
  unproven?: boolean;
}

export const storedName = (n: number): string => `countersign-0192f0c4-20261124T${String(n).padStart(2, "0")}1200Z.age`;

const recordOf = (n: number): BackupRecord => ({
  id: backupId(n),
  name: storedName(n % 24),
  createdAt: epoch - n * 24 * hour,
  trigger: n % 4 === 3 ? "import" : "schedule",
  size: 48_311_296 - n,
  sha256: "ab".repeat(32),
  users: 12_480 - n,
  tokens: 11_902 - n,
  pinned: n === 2,
  provenAt: n === 4 ? null : epoch - n * 24 * hour + 60_000,
  copies: [
    {
      destination: destinationId(1),
      destinationName: "Disk in the cellar",
      state: "stored",
      at: epoch - n * 24 * hour,
      error: null,
    },
    {
      destination: destinationId(2),
      destinationName: "Bucket in Umeå",
      state: n === 1 ? "failed" : "stored",
      at: epoch - n * 24 * hour,
      error: n === 1 ? refusesKeys : null,
    },
  ],
});

const places = (): BackupDestination[] => [
  {
    id: destinationId(1),
    name: "Disk in the cellar",
    settings: { kind: "folder", path: folder },
    enabled: true,
    createdAt: epoch - 90 * 24 * hour,
    lastSuccessAt: epoch,
    lastError: null,
  },
  {
    id: destinationId(2),
    name: "Bucket in Umeå",
    settings: {
      kind: "s3",
      endpoint: "https://s3.lindenhof.example",
      region: "eu-north-1",
      bucket: "console-backups",
      prefix: "countersign/",
      pathStyle: true,
      ca: null,
    },
    enabled: true,
    createdAt: epoch - 90 * 24 * hour,
    lastSuccessAt: null,
    lastError: refusesKeys,
  },
];

const failedRun: BackupRun = {
  id: runId(1),
  trigger: "schedule",
  begunAt: epoch,
  endedAt: epoch + 60_000,
  outcome: "partial",
  backup: backupId(1),
  problems: [text("backups.atLocation", { location: "Bucket in Umeå", problem: refusesKeys })],
  acknowledged: null,
};

const recipientOf = (n: number, name: string, provenAt: number | null = null): BackupRecipient => ({
  id: recipientId(n),
  name,
  recipient: recipientText,
  createdAt: epoch - 200 * 24 * hour,
  provenAt,
});

const stored: StoredBackup[] = [1, 2, 3].map((n) => ({
  name: storedName(n),
  size: 48_000_000,
  changedAt: epoch - n * 24 * hour,
  known: n !== 3,
}));

/** Backups that the console makes by itself. */
export class FakeBackups {
  readonly #records: BackupRecord[];
  readonly #provenHours: number;
  #places: BackupDestination[];
  #recipients: BackupRecipient[];
  #problems: BackupRun[];
  #unproven: boolean;
  #plan: BackupPlan;

  constructor({ configured = false, count = 0, provenHours = 2, problem = false, unproven = false }: BackupsScenario) {
    this.#records = Array.from({ length: count }, (_, n) => recordOf(n));
    this.#provenHours = provenHours;
    this.#places = configured ? places() : [];
    this.#recipients = configured ? [recipientOf(1, recipientName)] : [];
    this.#problems = problem ? [failedRun] : [];
    this.#unproven = unproven;
    this.#plan = configured ? { ...defaultPlan, every: "day" } : defaultPlan;
  }

  /** A backup that the schedule wanted did not reach a place. */
  fail(): void {
    this.#problems = [failedRun];
  }

  #health(): BackupHealth {
    const configured = this.#places.length > 0 && this.#recipients.length > 0;
    return {
      configured,
      every: this.#plan.every,
      lastProvenAt: this.#records.length > 0 ? Date.now() - this.#provenHours * hour - 60_000 : null,
      stale: this.#provenHours > this.#plan.proofHours,
      nextAt: this.#plan.every === "off" ? null : Date.now() + 3 * hour + 60_000,
      problems: this.#problems,
      unprovenRecipients: this.#unproven ? this.#recipients.map(({ name }) => name) : [],
    };
  }

  #place(id: string): BackupDestination {
    const found = this.#places.find((place) => place.id === id);
    if (!found) throw new AppError("NOT_FOUND");
    return found;
  }

  #decisions(): PruneDecision[] {
    return this.#records.slice(0, 6).map((record, n) => ({
      backup: record.id,
      name: record.name,
      createdAt: record.createdAt,
      destination: destinationId(1),
      destinationName: "Disk in the cellar",
      keep: n < 4,
      reasons: n < 4 ? ([["newest proven"], ["last"], ["pinned", "daily"], ["weekly"]][n] ?? []) : [],
    }));
  }

  readonly handlers = {
    "archive.restoreUsers": ({ usernames }: InputOf<"archive.restoreUsers">): OutputOf<"archive.restoreUsers"> => ({
      rows: usernames.map((username, n) => ({
        username,
        outcome: (["restored", "restored", "present", "missing"] as const)[Math.min(n, 3)] ?? "missing",
        authenticators: n < 2 ? 1 : 0,
        leftOut: n === 1 ? 1 : 0,
        revoked: 0,
        backupCodes: n === 0,
      })),
    }),
    "backupPlan.health": (): BackupHealth => this.#health(),
    "backupPlan.list": ({ before, limit = 50 }: InputOf<"backupPlan.list">) => {
      const from = this.#records.findIndex(({ id }) => id === before) + 1;
      return { rows: this.#records.slice(from, from + limit), more: from + limit < this.#records.length };
    },
    "backupPlan.runs": () => ({ rows: this.#problems }),
    "backupPlan.run": (): BackupRun => ({
      ...failedRun,
      id: runId(2),
      trigger: "person",
      outcome: "done",
      problems: [],
    }),
    "backupPlan.pin": ({ id, pinned }: InputOf<"backupPlan.pin">): BackupRecord => {
      const record = this.#records.find((one) => one.id === id);
      if (!record) throw new AppError("NOT_FOUND");
      return Object.assign(record, { pinned });
    },
    "backupPlan.acknowledge": ({ id }: InputOf<"backupPlan.acknowledge">): BackupRun => {
      this.#problems = this.#problems.filter((run) => run.id !== id);
      return { ...failedRun, acknowledged: { by: "mara.lindqvist", at: Date.now() } };
    },
    "backupPlan.prune": (): OutputOf<"backupPlan.prune"> => ({ decisions: this.#decisions(), problems: [] }),
    "backupPlan.get": (): BackupPlan => this.#plan,
    "backupPlan.set": ({ plan }: InputOf<"backupPlan.set">): BackupPlan => {
      this.#plan = plan;
      return plan;
    },
    "recipients.list": () => ({ rows: this.#recipients }),
    "recipients.make": ({ name }: InputOf<"recipients.make">) => {
      const recipient = recipientOf(9, name);
      this.#recipients = [...this.#recipients, recipient];
      return { recipient, identity };
    },
    "recipients.add": ({ name, recipient }: InputOf<"recipients.add">): BackupRecipient => {
      if (!recipient.startsWith("age1")) {
        throw new AppError("RECIPIENT_REFUSED", {
          fields: { recipient: text("plain.legacy", { sentence: "This does not begin with age1." }) },
        });
      }
      const added = recipientOf(8, name);
      this.#recipients = [...this.#recipients, added];
      return added;
    },
    "recipients.remove": ({ id }: InputOf<"recipients.remove">) => {
      this.#recipients = this.#recipients.filter((one) => one.id !== id);
      return {};
    },
    "recipients.prove": (input: InputOf<"recipients.prove">): BackupRecipient => {
      const [first] = this.#recipients;
      if (!first || ("identity" in input && input.identity === wrongIdentity)) {
        throw new AppError("BACKUP_IDENTITY_WRONG");
      }
      this.#unproven = false;
      this.#recipients = [{ ...first, provenAt: Date.now() }, ...this.#recipients.slice(1)];
      return first;
    },
    "recipients.saveIdentity": ({ file }: InputOf<"recipients.saveIdentity">) => ({ file }),
    "destinations.list": () => ({ rows: this.#places }),
    "destinations.add": ({ name, settings }: InputOf<"destinations.add">): BackupDestination => {
      if (settings.kind === "s3" && settings.endpoint === deadEndpoint) {
        throw new AppError("DESTINATION_UNREACHABLE", {
          fields: { "settings.endpoint": text("plain.legacy", { sentence: "No server answers at this address." }) },
        });
      }
      const added: BackupDestination = {
        id: destinationId(9),
        name,
        settings,
        enabled: true,
        createdAt: Date.now(),
        lastSuccessAt: null,
        lastError: null,
      };
      this.#places = [...this.#places, added];
      return added;
    },
    "destinations.change": ({ id, enabled, keys }: InputOf<"destinations.change">): BackupDestination =>
      Object.assign(
        this.#place(id),
        enabled === undefined ? {} : { enabled },
        keys === undefined ? {} : { lastError: null },
      ),
    "destinations.remove": ({ id }: InputOf<"destinations.remove">) => {
      this.#places = this.#places.filter((place) => place.id !== id);
      return {};
    },
    "destinations.check": ({ id }: InputOf<"destinations.check">): BackupDestination => this.#place(id),
    "destinations.contents": () => ({ rows: stored }),
    "destinations.browse": ({ settings }: InputOf<"destinations.browse">) => {
      if (settings.kind === "s3" && settings.endpoint === deadEndpoint) throw new AppError("DESTINATION_UNREACHABLE");
      return { rows: stored };
    },
  };
}
