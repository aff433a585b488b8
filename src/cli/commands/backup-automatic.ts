import { type Command, Option } from "@commander-js/extra-typings";
import { AppError } from "#shared/errors.ts";
import { type BackupPlan, RetentionRules } from "#shared/model/backups.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { formerly } from "../former-names.ts";
import { positiveInteger } from "../options.ts";
import {
  describeBackupHealth,
  describeBackups,
  describeDecisions,
  describePlan,
  describeRun,
  describeRuns,
} from "../render/backups.ts";
import type { Outcome, Run } from "../run.ts";

async function make({ call, output }: Context, ifDue: boolean): Promise<Outcome> {
  const data = await call("backupPlan.run", { ifDue });
  const negative = data.outcome === "failed" || data.outcome === "partial";
  return { data, words: describeRun(data, output.paint), negative };
}

async function list({ call, output }: Context, limit: number): Promise<Outcome> {
  const data = await call("backupPlan.list", { limit: Math.min(limit, 200) });
  return { data, words: describeBackups(data.rows, data.more, output.paint) };
}

async function health({ call, output }: Context): Promise<Outcome> {
  const data = await call("backupPlan.health", {});
  const negative = !data.configured || data.stale || data.problems.length > 0;
  return { data, words: describeBackupHealth(data, output.paint), negative };
}

async function runs({ call, output }: Context): Promise<Outcome> {
  const data = await call("backupPlan.runs", {});
  return { data, words: describeRuns(data.rows, output.paint) };
}

async function acknowledge({ call, output }: Context, id: string): Promise<Outcome> {
  const data = await call("backupPlan.acknowledge", { id });
  return { data, words: describeRuns([data], output.paint) };
}

/** Finds a backup by name or id, among the newest 200. @throws AppError NOT_FOUND */
async function backupId({ call }: Context, which: string): Promise<string> {
  const { rows } = await call("backupPlan.list", { limit: 200 });
  const found = rows.find(({ id, name }) => id === which || name === which);
  if (found) return found.id;
  throw new AppError("NOT_FOUND", { text: text("cliBackups.noSuchBackup") });
}

async function pin(context: Context, which: string, pinned: boolean): Promise<Outcome> {
  const data = await context.call("backupPlan.pin", { id: await backupId(context, which), pinned });
  return { data, words: describeBackups([data], false, context.output.paint) };
}

async function prune({ call, output }: Context, remove: boolean): Promise<Outcome> {
  const data = await call("backupPlan.prune", { dryRun: !remove });
  const shown = describeDecisions(data.decisions, remove, output.paint);
  const words = [shown, ...data.problems, ...(remove ? [] : ["", text("cliBackups.notRemoved")])];
  return { data, words, negative: data.problems.length > 0 };
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
  for (const one of given) {
    const [rule = "", count = ""] = one.split("=");
    if (!Object.hasOwn(RetentionRules.shape, rule) || !/^\d{1,4}$/u.test(count)) {
      const wrong = text("cliBackups.writeKeep", { rules: Object.keys(RetentionRules.shape) });
      throw new AppError("INVALID_INPUT", { text: wrong, fields: { keep: wrong } });
    }
    rules[rule] = Number(count);
  }
  return rules as RetentionRules;
}

async function plan({ call }: Context, options: PlanOptions): Promise<Outcome> {
  const present = await call("backupPlan.get", {});
  const { keep = [], beforeChanges, prune: remove, warnAfter: proofHours, ...rest } = options;
  if (Object.keys(options).length === 0) return { data: present, words: describePlan(present) };
  const given = Object.fromEntries(Object.entries({ ...rest, proofHours }).filter(([, value]) => value !== undefined));
  const data = await call("backupPlan.set", {
    plan: {
      ...present,
      ...given,
      ...(beforeChanges === undefined ? {} : { beforeChanges: beforeChanges === "on" }),
      ...(remove === undefined ? {} : { prune: remove === "on" }),
      retention: retention(present.retention, keep),
    },
  });
  return { data, words: describePlan(data) };
}

const warnAfter = () => new Option("--warn-after <hours>", help("helpBackup.planWarnAfter")).argParser(positiveInteger);

const whole = (given: string): number => (given === "0" ? 0 : positiveInteger(given));

function addPlan(backup: Command, run: Run): void {
  backup
    .command("plan")
    .description(help("helpBackup.plan"))
    .addOption(
      new Option("--every <period>", help("helpBackup.planEvery")).choices(["off", "hour", "day", "week"] as const),
    )
    .option("--hour <hour>", help("helpBackup.planHour"), whole)
    .option("--weekday <day>", help("helpBackup.planWeekday"), positiveInteger)
    .addOption(
      new Option("--before-changes <state>", help("helpBackup.planBeforeChanges")).choices(["on", "off"] as const),
    )
    .addOption(new Option("--prune <state>", help("helpBackup.planPrune")).choices(["on", "off"] as const))
    .option("--keep <rule...>", help("helpBackup.planKeep"))
    .addOption(warnAfter())
    .addOption(formerly("--proof-hours <hours>", warnAfter()))
    .option("--identity-days <days>", help("helpBackup.planIdentityDays"), positiveInteger)
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
      .description(help(`helpBackup.${name}`))
      .argument("<backup>", help("help.nameOrId"))
      .addHelpText("after", examples(`$ countersign backup ${name} countersign-1a2b3c4d-20261124T081503Z.age`))
      .action((which) => run((context) => pin(context, which, pinned)));
  }
  backup
    .command("prune")
    .description(help("helpBackup.prune"))
    .option("--remove", help("helpBackup.pruneRemove"), false)
    .addHelpText("after", examples("$ countersign backup prune", "$ countersign backup prune --remove"))
    .action(({ remove }) => run((context) => prune(context, remove)));
}

/** Automatic backups. */
export function addAutomatic(backup: Command, run: Run): void {
  backup
    .command("run")
    .description(help("helpBackup.run"))
    .option("--if-due", help("helpBackup.runIfDue"), false)
    .addHelpText("after", examples("$ countersign backup run", "$ countersign backup run --if-due --json"))
    .action(({ ifDue }) => run((context) => make(context, ifDue)));

  backup
    .command("list")
    .description(help("helpBackup.list"))
    .option("--limit <n>", help("help.limit"), positiveInteger, 50)
    .addHelpText("after", examples("$ countersign backup list"))
    .action(({ limit }) => run((context) => list(context, limit)));

  backup
    .command("health")
    .description(help("helpBackup.health"))
    .addHelpText("after", examples("$ countersign backup health"))
    .action(() => run(health));

  backup
    .command("runs")
    .description(help("helpBackup.runs"))
    .addHelpText("after", examples("$ countersign backup runs"))
    .action(() => run(runs));

  backup
    .command("acknowledge")
    .description(help("helpBackup.acknowledge"))
    .argument("<run>", help("help.id"))
    .addHelpText("after", examples("$ countersign backup acknowledge 01936c2e-…"))
    .action((id) => run((context) => acknowledge(context, id)));

  addKeeping(backup, run);
  addPlan(backup, run);
}
