import { basename, resolve } from "node:path";
import type { ActDescription } from "#shared/contract/approvals.ts";
import type { Selection } from "#shared/contract/directory.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { FormatFacts } from "#shared/contract/targets.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import type { Describers, HandlersOf } from "../call/handlers.ts";
import { checkTarget, exists, publish } from "../files/durable.ts";
import { requireGranted } from "../files/grants.ts";
import { withPartial, withWorkspace } from "../files/workspace.ts";
import type { Format } from "../formats/format.ts";
import type { JobRunner } from "../jobs/job.ts";
import { countSelected } from "../store/people/selection.ts";
import type { exportJob, preflightJob, PreflightInput } from "./export-job.ts";
import { settingsOf } from "./settings.ts";

/** The jobs of this room, by their names in the worker. */
export interface TargetJobs {
  "targets.preflight": typeof preflightJob;
  "targets.export": typeof exportJob;
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

async function jobInput(context: Context, input: ParsedInputOf<"targets.preflight">): Promise<PreflightInput> {
  const { writtenFormat } = await registry();
  const { id } = writtenFormat(input.format);
  const { store, keys } = opened(context);
  return {
    store: store.address,
    dataKey: keys.exportDataKey(),
    format: id,
    selection: input.selection ?? everybody,
    settings: input.settings ?? {},
    now: context.now,
  };
}

async function exportKeys(
  context: Context,
  { jobs }: Deps,
  input: ParsedInputOf<"targets.export">,
): Promise<OutputOf<"targets.export">> {
  requireGranted(context, input.to);
  const { writtenFormat } = await registry();
  const format = writtenFormat(input.format);
  const settings = settingsOf(format.write, input.settings ?? {});
  const to = resolve(input.to);
  await checkTarget(to, false);
  if (await exists(to)) throw new AppError("FILE_EXISTS");
  return withWorkspace(context.options.dataDir, (workspace) =>
    withPartial(workspace, to, async (target) => {
      const { report, files } = await jobs.run(
        "targets.export",
        { ...(await jobInput(context, input)), settings, target },
        context.call,
      );
      // First what the log has to know: a file that nobody knows of must not have been written.
      await change(context, async ({ note }) => {
        const { people, go, leftOut } = report.sums;
        note({
          action: "token.export",
          target: { id: null, name: basename(to) },
          details: { format: format.id, people, authenticators: go, leftOut },
        });
      });
      await publish(target, to, format.write.form === "folder");
      return { ...report, to, files: files.map((file) => ({ ...file, name: file.name || basename(to) })) };
    }),
  );
}

export function targetHandlers(deps: Deps): HandlersOf<"targets"> {
  return {
    formats: async () => {
      const { formats } = await registry();
      return { formats: formats.map(factsOf).toSorted((a, b) => a.title.localeCompare(b.title, "en")) };
    },
    preflight: async (context, input) =>
      deps.jobs.run("targets.preflight", await jobInput(context, input), context.call),
    export: (context, input) => exportKeys(context, deps, input),
  };
}

/** Keys leave the console: whoever approves is told how many people's, in what form, and where to. */
async function describeExport(context: Context, input: ParsedInputOf<"targets.export">): Promise<ActDescription> {
  const { writtenFormat } = await registry();
  const { title, write } = writtenFormat(input.format);
  const count = await countSelected(opened(context).store.db, input.selection ?? everybody);
  return {
    title: text("approvals.exportKeys", { format: title }),
    facts: [
      count === null ? text("approvals.exportMany") : text("approvals.exportPeople", { count }),
      text("approvals.exportTo", { file: basename(input.to) }),
      text(write.plain ? "approvals.exportPlain" : "approvals.exportSealed"),
    ],
  };
}

export const targetDescribers: Pick<Describers, "targets.export"> = { "targets.export": describeExport };
