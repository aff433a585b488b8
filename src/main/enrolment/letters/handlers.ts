import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { LetterReport } from "#shared/contract/letters.ts";
import { withPartial, withWorkspace } from "../../files/workspace.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import { isExposed } from "../../files/exposure.ts";
import { requireGranted } from "../../files/grants.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import type { JobRunner } from "../../jobs/job.ts";
import type { CallOptions } from "../../base/ports.ts";
import type { issueLettersJob, previewLettersJob } from "./issue-job.ts";
import { listPage } from "./list.ts";
import { gatedSignal, newGate } from "./no-return.ts";
import type { Printed, PrintInput } from "./print.ts";
import { besideOf, checkDestination, type Destination, pathOf, publishLetters } from "./publish.ts";
import type { reprintLettersJob } from "./reprint-job.ts";
import { deleteTemplate, listTemplates, saveTemplate } from "./templates.ts";
import type { voidLettersJob } from "./void-job.ts";
import type { StoreInput } from "../../call/worker-store.ts";

/** The jobs of this room, by their names in the worker. */
export interface LetterJobs {
  "letters.issue": typeof issueLettersJob;
  "letters.preview": typeof previewLettersJob;
  "letters.reprint": typeof reprintLettersJob;
  "letters.void": typeof voidLettersJob;
}

interface Deps {
  jobs: Pick<JobRunner<LetterJobs>, "run">;
}

/** What a job needs from the store. The worker wipes the key; these bytes are moved there. */
function storeInput(context: Context): StoreInput {
  const { store, keys } = opened(context);
  return { store: store.address, dataKey: keys.exportDataKey() };
}

/** Writes beside the destination, lets the job commit the enrolments, and gives the files their final names last. */
async function printInto(
  context: Context,
  into: Destination,
  print: (input: Omit<PrintInput, "template">, options: CallOptions) => Promise<Printed>,
): Promise<LetterReport> {
  requireGranted(context, pathOf(into));
  opened(context);
  await checkDestination(into);
  const gate = newGate();
  const signal = gatedSignal(gate, context.call.signal);
  return withWorkspace(context.options.dataDir, (workspace) =>
    withPartial(workspace, besideOf(into), async (partial) => {
      const input = {
        ...storeInput(context),
        target: { kind: into.kind, path: partial },
        actor: actorOf(context),
        at: context.now,
        gate,
      };
      const printed = await print(input, { ...context.call, ...(signal ? { signal } : {}) });
      if (printed.pages === 0) return { ...printed, path: null, exposed: false };
      await publishLetters(partial, into);
      return { ...printed, path: pathOf(into), exposed: await isExposed(pathOf(into)) };
    }),
  );
}

const issue = (context: Context, { jobs }: Deps, input: ParsedInputOf<"letters.issue">): Promise<LetterReport> => {
  const { selection, into, template, replace = false, reprint = false, ...asked } = input;
  return printInto(context, into, (print, options) =>
    jobs.run("letters.issue", { ...print, selection, template, asked, replace, reprint }, options),
  );
};

const preview = (
  context: Context,
  { jobs }: Deps,
  { selection, template, replace = false, reprint = false, ...asked }: ParsedInputOf<"letters.preview">,
): Promise<OutputOf<"letters.preview">> =>
  jobs.run(
    "letters.preview",
    { ...storeInput(context), selection, template, asked, replace, reprint, at: context.now },
    context.call,
  );

const reprint = (context: Context, { jobs }: Deps, input: ParsedInputOf<"letters.reprint">): Promise<LetterReport> =>
  printInto(context, input.into, (print, options) =>
    jobs.run("letters.reprint", { ...print, letters: input.letters, template: input.template }, options),
  );

/** Letters are made in a separate thread; the rest is quick. */
export const letterHandlers = (deps: Deps): HandlersOf<"letters"> => ({
  issue: (context, input) => issue(context, deps, input),
  preview: (context, input) => preview(context, deps, input),
  reprint: (context, input) => reprint(context, deps, input),
  void: (context, { letters }) =>
    deps.jobs.run("letters.void", { ...storeInput(context), letters, actor: actorOf(context), at: context.now }),
  list: listPage,
  templates: listTemplates,
  saveTemplate,
  deleteTemplate,
  // With all that lays a page out, which few starts of a console need.
  previewTemplate: async (context, template) => (await import("./preview.ts")).previewTemplate(context, template),
});
