import { basename, resolve } from "node:path";
import type { ActDescription } from "#shared/contract/approvals.ts";
import type { Selection } from "#shared/contract/directory.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { FormatFacts } from "#shared/contract/targets.ts";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { toAppError } from "../base/errors/to-app-error.ts";
import { loadAge } from "../backups/archive/load-age.ts";
import { change } from "../call/change.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import type { Describers, HandlersOf } from "../call/handlers.ts";
import { checkTarget, exists, publish } from "../files/durable.ts";
import { requireGranted } from "../files/grants.ts";
import { withPartial, withWorkspace } from "../files/workspace.ts";
import { withLease } from "../call/lease.ts";
import type { Format, Settings } from "../formats/format.ts";
import type { WrittenFormat } from "../formats/registry.ts";
import type { JobRunner } from "../jobs/job.ts";
import { listRecipients } from "../store/backups/backup-recipients.ts";
import type { StoredTarget } from "../store/factors/targets.ts";
import { countSelected } from "../store/people/selection.ts";
import type { exportJob, preflightJob, PreflightInput, Seen } from "./export-job.ts";
import { changeTarget } from "./change.ts";
import type { ForTarget } from "./reach.ts";
import type { recordJob } from "./record-job.ts";
import { checkSignIn, describeCheck, prove } from "./proofs.ts";
import {
  addTarget,
  allTargets,
  keptSettings,
  ofPerson,
  removeTarget,
  requireTarget,
  settle,
  toLingering,
  toTarget,
} from "./roster.ts";
import { settingsOf } from "./settings.ts";

/** The jobs of this room, by their names in the worker. */
export interface TargetJobs {
  "targets.preflight": typeof preflightJob;
  "targets.export": typeof exportJob;
  "targets.record": typeof recordJob;
}

interface Deps {
  jobs: Pick<JobRunner<TargetJobs>, "run">;
}

function factsOf({ id, title, read, write }: Format): FormatFacts {
  if (write === null) return { id, title, reads: read !== null, writes: null };
  const { form, extension, plain, settings, warnings, carries } = write;
  const { kinds, algorithms, digits, periods, keyBytes, owner } = carries;
  return {
    id,
    title,
    reads: read !== null,
    writes: {
      form,
      extension,
      plain,
      settings: settings.map(({ name, label, usual, secret, choices }) => {
        return { name, label, usual, secret, choices: choices ? [...choices] : null };
      }),
      warnings: [...warnings],
      kinds: [...kinds],
      algorithms: [...algorithms],
      digits: [...digits],
      periods: [...periods],
      keyBytes: { ...keyBytes },
      owner,
    },
  };
}

/** What reads and writes other programs' files is loaded when one is asked for: a console starts without it. */
const registry = () => import("../formats/registry.ts");

const everybody: Selection = { filter: { status: "active" } };

async function jobInput(
  context: Context,
  input: ParsedInputOf<"targets.preflight">,
  system: ForTarget | null = null,
): Promise<PreflightInput> {
  const { writtenFormat } = await registry();
  const { id } = writtenFormat(input.format);
  const { store, keys } = opened(context);
  return {
    store: store.address,
    dataKey: keys.exportDataKey(),
    format: id,
    selection: input.selection ?? everybody,
    settings: input.settings ?? {},
    system,
    now: context.now,
  };
}

type ExportAsked = ParsedInputOf<"targets.export">;

/** Each once. @throws AppError RECIPIENT_REFUSED with the field `encryptTo` */
async function recipientsOf({ encryptTo = [] }: Pick<ExportAsked, "encryptTo">): Promise<string[]> {
  if (encryptTo.length === 0) return [];
  const { requireRecipient } = await loadAge();
  try {
    return [...new Set(encryptTo.map(requireRecipient))];
  } catch (thrown) {
    const { code, text: why } = toAppError(thrown);
    throw new AppError(code, { text: why, fields: { encryptTo: why }, cause: thrown });
  }
}

/** Whose keys are written, and what is done once the file has its name; of a target. */
interface HandingOver {
  system: ForTarget;
  record: (workspace: string, seen: Seen) => Promise<unknown>;
}

/** Writes the keys beside their place, lets the log know, and only then gives them their name. */
async function writeKeys(context: Context, { jobs }: Deps, input: ExportAsked, handing: HandingOver | null) {
  requireGranted(context, input.to);
  const { writtenFormat } = await registry();
  const format = writtenFormat(input.format);
  const settings = settingsOf(format.write, input.settings ?? {});
  const encryptTo = await recipientsOf(input);
  const to = resolve(input.to);
  await checkTarget(to, false);
  if (await exists(to)) throw new AppError("FILE_EXISTS");
  return withWorkspace(context.options.dataDir, (workspace) =>
    withPartial(workspace, to, async (target) => {
      const asked = await jobInput(context, input, handing?.system);
      const job = { ...asked, settings, target, encryptTo, to, workspace };
      const { report, files, seen } = await jobs.run("targets.export", job, context.call);
      const { people, go, leftOut } = report.sums;
      const record = async (): Promise<void> => void (handing && seen && (await handing.record(workspace, seen)));
      if (handing && go === 0) {
        await record();
        return { report, to: null, encryptedTo: [], files: [], seen };
      }
      // First what the log has to know: a file that nobody knows of must not have been written.
      await change(context, async ({ note }) => {
        const sealed = encryptTo.length === 0 ? {} : { encryptedTo: encryptTo.join(" ") };
        const details = { format: format.id, people, authenticators: go, leftOut, ...sealed };
        note({ action: "token.export", target: { id: null, name: basename(to) }, details });
      });
      await publish(target, to, format.write.form === "folder" && encryptTo.length === 0);
      await record();
      const named = files.map((file) => ({ ...file, name: file.name || basename(to) }));
      return { report, to, encryptedTo: encryptTo, files: named, seen };
    }),
  );
}

async function exportKeys(context: Context, deps: Deps, input: ExportAsked): Promise<OutputOf<"targets.export">> {
  const { report, files, encryptedTo } = await writeKeys(context, deps, input, null);
  return { ...report, to: resolve(input.to), encryptedTo, files };
}

/** What goes to a target. */
const askedOf = (target: StoredTarget, settings: Settings = {}): ParsedInputOf<"targets.preflight"> => ({
  format: target.format,
  selection: { filter: { status: "active", ...(target.group_id === null ? {} : { group: target.group_id }) } },
  settings: { ...keptSettings(target), ...settings },
});

/** Whether nothing but secrets is said otherwise than it is kept: other settings can let others in. */
const saysAsUsual = ({ write }: WrittenFormat, usually: Settings, given: Settings): boolean =>
  write.settings.every(
    ({ name, secret, usual }) => secret || given[name] === undefined || given[name] === (usually[name] ?? usual),
  );

/** One at a time: what one has seen must be remembered before the next one looks. */
const handOver = (
  context: Context,
  deps: Deps,
  input: ParsedInputOf<"targets.handOver">,
): Promise<OutputOf<"targets.handOver">> =>
  withLease(context, "hand-over", async () => {
    const { store, keys } = opened(context);
    const target = await requireTarget(store.db, input.id);
    const { id, name, group_id } = target;
    const { writtenFormat } = await registry();
    const asUsual = saysAsUsual(writtenFormat(target.format), keptSettings(target), input.settings ?? {});
    const asked = { ...askedOf(target, input.settings), to: input.to, encryptTo: input.encryptTo };
    const { seen, report, ...written } = await writeKeys(context, deps, asked, {
      system: { id, group: group_id, what: input.what ?? "changes", asUsual },
      // The file is there: what it holds has to be remembered, whoever would rather stop now.
      record: (workspace, { newest }) =>
        deps.jobs.run("targets.record", {
          store: store.address,
          dataKey: keys.exportDataKey(),
          id,
          name,
          workspace,
          newest,
          asUsual,
          actor: actorOf(context),
          at: context.now,
        }),
    });
    const lingering = seen?.lingering ?? 0;
    return { ...report, ...written, lingering, target: toTarget(await requireTarget(store.db, id)) };
  });

async function show(
  context: Context,
  { jobs }: Deps,
  { id }: ParsedInputOf<"targets.show">,
): Promise<OutputOf<"targets.show">> {
  const target = await requireTarget(opened(context).store.db, id);
  const of: ForTarget = { id, group: target.group_id, what: "changes", asUsual: true };
  const job = await jobInput(context, askedOf(target), of);
  const { report, differences, lingering } = await jobs.run("targets.preflight", job, context.call);
  return {
    target: toTarget(target),
    added: differences.added,
    changed: differences.changed,
    counts: { leftOut: report.sums.leftOut, lingering: differences.lingering },
    leftOut: report.leftOut,
    lingering: lingering.map(toLingering),
  };
}

export function targetHandlers(deps: Deps): HandlersOf<"targets"> {
  return {
    list: allTargets,
    add: async (context, input) => addTarget(context, (await registry()).writtenFormat(input.format), input),
    change: async (context, input) => changeTarget(context, (await registry()).writtenFormat, input),
    show: (context, input) => show(context, deps, input),
    ofPerson,
    remove: removeTarget,
    settle,
    check: checkSignIn,
    prove,
    handOver: (context, input) => handOver(context, deps, input),
    formats: async () => {
      const { formats } = await registry();
      return { formats: formats.map(factsOf).toSorted((a, b) => a.title.localeCompare(b.title, "en")) };
    },
    preflight: async (context, input) =>
      (await deps.jobs.run("targets.preflight", await jobInput(context, input), context.call)).report,
    export: (context, input) => exportKeys(context, deps, input),
  };
}

/** Who can read what is written: an approval of one is none of another. @throws AppError RECIPIENT_REFUSED */
async function readersOf(context: Context, input: ExportAsked, plain: boolean): Promise<Text[]> {
  const recipients = await recipientsOf(input);
  if (recipients.length === 0) return [text(plain ? "approvals.exportPlain" : "approvals.exportSealed")];
  const known = new Map((await listRecipients(opened(context).store.db)).map((one) => [one.recipient, one.name]));
  return recipients.map((recipient) => {
    const name = known.get(recipient);
    return name === undefined
      ? text("approvals.exportEncrypted", { recipient })
      : text("approvals.exportEncryptedFor", { name, recipient });
  });
}

/** Keys leave the console: whoever approves is told how many people's, in what form, where to, and who can read them. */
async function describeExport(context: Context, input: ExportAsked): Promise<ActDescription> {
  const { writtenFormat } = await registry();
  const { title, write } = writtenFormat(input.format);
  const count = await countSelected(opened(context).store.db, input.selection ?? everybody);
  return {
    title: text("approvals.exportKeys", { format: title }),
    facts: [
      count === null ? text("approvals.exportMany") : text("approvals.exportPeople", { count }),
      text("approvals.exportTo", { file: basename(input.to) }),
      ...(await readersOf(context, input, write.plain)),
    ],
  };
}

async function describeHandOver(context: Context, input: ParsedInputOf<"targets.handOver">): Promise<ActDescription> {
  const target = await requireTarget(opened(context).store.db, input.id);
  const { title, facts } = await describeExport(context, {
    ...askedOf(target, input.settings),
    to: input.to,
    encryptTo: input.encryptTo,
  });
  return { title, facts: [text("approvals.exportFor", { name: target.name }), ...facts] };
}

export const targetDescribers: Pick<Describers, "targets.check" | "targets.export" | "targets.handOver"> = {
  "targets.check": describeCheck,
  "targets.export": describeExport,
  "targets.handOver": describeHandOver,
};
