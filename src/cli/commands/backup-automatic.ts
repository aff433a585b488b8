import { type Command, Option } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import { type BackupPlan, RetentionRules } from "#shared/model/backups.ts";
import type { Context } from "../context.ts";
import { formerly } from "../former-names.ts";
import { examples, positiveInteger } from "../options.ts";
import {
  describeBackupHealth,
  describeBackups,
  describeDecisions,
  describePlan,
  describeRun,
  describeRuns,
} from "../render/backups.ts";
import { printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

async function make({ call, output }: Context, ifDue: boolean): Promise<Outcome> {
  const data = await call("backups.run", { ifDue });
  const negative = data.outcome === "failed" || data.outcome === "partial";
  return { data, text: describeRun(data, output.paint), negative };
}

async function list({ call, output }: Context, limit: number): Promise<Outcome> {
  const data = await call("backups.list", { limit: Math.min(limit, 200) });
  return { data, text: describeBackups(data.rows, data.more, output.paint) };
}

async function health({ call, output }: Context): Promise<Outcome> {
  const data = await call("backups.health", {});
  const negative = !data.configured || data.stale || data.problems.length > 0;
  return { data, text: describeBackupHealth(data, output.paint), negative };
}

async function runs({ call, output }: Context): Promise<Outcome> {
  const data = await call("backups.runs", {});
  return { data, text: describeRuns(data.rows, output.paint) };
}

async function acknowledge({ call, output }: Context, id: string): Promise<Outcome> {
  const data = await call("backups.acknowledge", { id });
  return { data, text: describeRuns([data], output.paint) };
}

/** Finds a backup by name or id, among the newest 200. @throws AppError NOT_FOUND */
async function backupId({ call }: Context, text: string): Promise<string> {
  const { rows } = await call("backups.list", { limit: 200 });
  const found = rows.find(({ id, name }) => id === text || name === text);
  if (found) return found.id;
  throw new AppError("NOT_FOUND", { message: "There is no such backup. See: countersign backup list" });
}

async function pin(context: Context, which: string, pinned: boolean): Promise<Outcome> {
  const data = await context.call("backups.pin", { id: await backupId(context, which), pinned });
  return { data, text: describeBackups([data], false, context.output.paint) };
}

async function prune({ call, output }: Context, remove: boolean): Promise<Outcome> {
  const data = await call("backups.prune", { dryRun: !remove });
  const shown = describeDecisions(data.decisions, remove, output.paint);
  const text = [
    shown,
    ...data.problems.map((problem) => printable(problem)),
    ...(remove ? [] : ["", "Nothing was removed. To remove what no rule keeps: countersign backup prune --remove"]),
  ].join("\n");
  return { data, text, negative: data.problems.length > 0 };
}

interface PlanOptions {
  every?: BackupPlan["every"] | undefined;
  hour?: number | undefined;
  weekday?: number | undefined;
  beforeChanges?: string | undefined;
  prune?: string | undefined;
  keep?: string[] | undefined;
  warnAfter?: number | undefined;
  identityDays?: number | undefined;
}

/** `daily=7` */
function retention(present: RetentionRules, given: readonly string[]): RetentionRules {
  const rules: Record<string, number> = { ...present };
  for (const text of given) {
    const [rule = "", count = ""] = text.split("=");
    if (!Object.hasOwn(RetentionRules.shape, rule) || !/^\d{1,4}$/u.test(count)) {
      const message = `Write, for example, --keep daily=7, with one of ${Object.keys(RetentionRules.shape).join(", ")}.`;
      throw new AppError("INVALID_INPUT", { message, fields: { keep: message } });
    }
    rules[rule] = Number(count);
  }
  return rules as RetentionRules;
}

async function plan({ call }: Context, options: PlanOptions): Promise<Outcome> {
  const present = await call("backups.plan", {});
  const { keep = [], beforeChanges, prune: remove, warnAfter: proofHours, ...rest } = options;
  if (Object.keys(options).length === 0) return { data: present, text: describePlan(present) };
  const given = Object.fromEntries(Object.entries({ ...rest, proofHours }).filter(([, value]) => value !== undefined));
  const data = await call("backups.setPlan", {
    plan: {
      ...present,
      ...given,
      ...(beforeChanges === undefined ? {} : { beforeChanges: beforeChanges === "on" }),
      ...(remove === undefined ? {} : { prune: remove === "on" }),
      retention: retention(present.retention, keep),
    },
  });
  return { data, text: describePlan(data) };
}

const warnAfter = () =>
  new Option("--warn-after <hours>", "warn when no backup has been test-restored for so long").argParser(
    positiveInteger,
  );

const whole = (text: string): number => (text === "0" ? 0 : positiveInteger(text));

function addPlan(backup: Command, run: Run): void {
  backup
    .command("plan")
    .description("Show or change how automatic backups are made and kept")
    .addOption(new Option("--every <period>", "how often").choices(["off", "hour", "day", "week"] as const))
    .option("--hour <hour>", "hour of the day in local time, 0 to 23", whole)
    .option("--weekday <day>", "1 is Monday", positiveInteger)
    .addOption(
      new Option("--before-changes <state>", "also before imports, key rotations and restores").choices([
        "on",
        "off",
      ] as const),
    )
    .addOption(
      new Option("--prune <state>", "after each backup, remove those that no rule keeps").choices([
        "on",
        "off",
      ] as const),
    )
    .option("--keep <rule...>", "how many to keep: last=3 hourly=0 daily=7 weekly=5 monthly=12 yearly=3")
    .addOption(warnAfter())
    .addOption(formerly("--proof-hours <hours>", warnAfter()))
    .option("--identity-days <days>", "ask for a test of each backup key after so long", positiveInteger)
    .addHelpText(
      "after",
      examples(
        "$ countersign backup plan",
        "$ countersign backup plan --every day --hour 20 --prune on --keep daily=7 weekly=5",
      ),
    )
    .action((options) => run((context) => plan(context, options)));
}

function addKeeping(backup: Command, run: Run): void {
  for (const pinned of [true, false]) {
    const name = pinned ? "pin" : "unpin";
    backup
      .command(name)
      .description(pinned ? "Keep a backup, whatever the rules say" : "Let the rules decide about a backup again")
      .argument("<backup>", "its name or id")
      .addHelpText("after", examples(`$ countersign backup ${name} countersign-1a2b3c4d-20261124T081503Z.age`))
      .action((which) => run((context) => pin(context, which, pinned)));
  }
  backup
    .command("prune")
    .description("Show which backups no rule keeps; with --remove, remove them")
    .option("--remove", "remove them", false)
    .addHelpText("after", examples("$ countersign backup prune", "$ countersign backup prune --remove"))
    .action(({ remove }) => run((context) => prune(context, remove)));
}

/** Automatic backups. */
export function addAutomatic(backup: Command, run: Run): void {
  backup
    .command("run")
    .description("Make a backup now: write it, test-restore it and store it in every location")
    .option("--if-due", "only if one is due by the schedule", false)
    .addHelpText("after", examples("$ countersign backup run", "$ countersign backup run --if-due --json"))
    .action(({ ifDue }) => run((context) => make(context, ifDue)));

  backup
    .command("list")
    .description("List automatic backups and where they are")
    .option("--limit <n>", "at most this many", positiveInteger, 50)
    .addHelpText("after", examples("$ countersign backup list"))
    .action(({ limit }) => run((context) => list(context, limit)));

  backup
    .command("health")
    .description("Say whether a recent backup was test-restored, and list problems")
    .addHelpText("after", examples("$ countersign backup health"))
    .action(() => run(health));

  backup
    .command("runs")
    .description("List recent runs and their problems")
    .addHelpText("after", examples("$ countersign backup runs"))
    .action(() => run(runs));

  backup
    .command("acknowledge")
    .description("Mark the problems of a run as dealt with")
    .argument("<run>", "its id")
    .addHelpText("after", examples("$ countersign backup acknowledge 01936c2e-…"))
    .action((id) => run((context) => acknowledge(context, id)));

  addKeeping(backup, run);
  addPlan(backup, run);
}
