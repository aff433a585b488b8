import { resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import type { FormatFacts } from "#shared/contract/targets.ts";
import { AppError } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { findGroup } from "../groups.ts";
import { examples, help } from "../help.ts";
import { several } from "../options.ts";
import {
  describeExported,
  describeFormats,
  describeHandedOver,
  describePreflight,
  describeState,
  describeTargets,
} from "../render/targets.ts";
import type { Outcome, Run } from "../run.ts";
import { targetNamed } from "../targets.ts";
import { refused } from "../usage.ts";
import { addProofCommands } from "./target-proofs.ts";

type Settings = Record<string, string>;

/** @throws InvalidArgumentError */
function setting(given: string, before: Settings = {}): Settings {
  const at = given.indexOf("=");
  if (at < 1) throw refused(text("usage.setting"));
  return { ...before, [given.slice(0, at).trim()]: given.slice(at + 1) };
}

/** Recipients of age; those of backups by their names as well. */
async function recipientsOf({ call }: Context, given: readonly string[] = []): Promise<{ encryptTo?: string[] }> {
  if (given.length === 0) return {};
  const named = given.some((one) => !one.trim().startsWith("age1"));
  const { rows } = named ? await call("recipients.list", {}) : { rows: [] };
  const known = new Map(rows.map(({ name, recipient }) => [nameKey(name), recipient]));
  return { encryptTo: given.map((one) => known.get(nameKey(one)) ?? one) };
}

interface Options {
  encryptTo?: string[];
  out?: string;
  group?: string;
  preflight?: true;
  set?: Settings;
}

async function selectionOf(context: Context, { group }: Options): Promise<InputOf<"targets.preflight">["selection"]> {
  if (group === undefined) return undefined;
  return { filter: { status: "active", group: (await findGroup(context, group)).id } };
}

/** A secret of the format is never an argument: it is asked for, or comes with the other secrets of a script. */
async function secretsOf({ secrets, call }: Context, id: string): Promise<Settings> {
  const { formats } = await call("targets.formats", {});
  const format = formats.find((one) => one.id === id.trim().toLowerCase().replaceAll("_", "-"));
  const asked = format?.writes?.settings.find(({ secret }) => secret);
  if (!asked) return {};
  const { passphrase } = await secrets.ask({ passphrase: { message: asked.label, kind: "known" } });
  return { [asked.name]: passphrase };
}

async function preflight(context: Context, format: string, options: Options): Promise<Outcome> {
  const selection = await selectionOf(context, options);
  const data = await context.call("targets.preflight", { format, selection, settings: { ...options.set } });
  return { data, words: describePreflight(data, context.output.paint), negative: data.sums.leftOut > 0 };
}

async function exportKeys(context: Context, format: string, options: Options): Promise<Outcome> {
  if (options.preflight) return preflight(context, format, options);
  if (options.out === undefined) throw new AppError("INVALID_INPUT", { text: text("cliTargets.outMissing") });
  const to = resolve(context.io.cwd, options.out);
  const selection = await selectionOf(context, options);
  const settings = { ...options.set, ...(await secretsOf(context, format)) };
  const encrypted = await recipientsOf(context, options.encryptTo);
  const data = await context.call("targets.export", { format, selection, settings, to, ...encrypted });
  return { data, words: describeExported(data, context.output.paint) };
}

async function list({ call, output }: Context): Promise<Outcome> {
  const data = await call("targets.list", {});
  return { data, words: describeTargets(data.targets, output.paint) };
}

interface AddOptions {
  format: string;
  group?: string;
  mustFit?: true;
  set?: Settings;
}

async function add(context: Context, name: string, { format, group, mustFit, set }: AddOptions): Promise<Outcome> {
  const inGroup = group === undefined ? {} : { group: (await findGroup(context, group)).id };
  const data = await context.call("targets.add", { name, format, settings: set, mustFit, ...inGroup });
  return { data, words: text("cliTargets.added", { name: data.name }) };
}

interface ChangeOptions {
  name?: string;
  group?: string;
  everybody?: true;
  mustFit?: boolean;
  set?: Settings;
}

/** A setting without a value is as usual again. */
const settingsAfter = (before: Settings, set: Settings): Settings =>
  Object.fromEntries(Object.entries({ ...before, ...set }).filter(([, value]) => value !== ""));

async function change(context: Context, name: string, options: ChangeOptions): Promise<Outcome> {
  if (options.everybody && options.group !== undefined) {
    throw new AppError("INVALID_INPUT", { text: text("cliTargets.groupOrEverybody") });
  }
  const { id, version, settings } = await targetNamed(context, name);
  const group = options.group === undefined ? undefined : (await findGroup(context, options.group)).id;
  const data = await context.call("targets.change", {
    id,
    version,
    name: options.name,
    settings: options.set && settingsAfter(settings, options.set),
    group: options.everybody ? null : group,
    mustFit: options.mustFit,
  });
  return { data, words: text("cliTargets.changed", { name: data.name }) };
}

async function show(context: Context, name: string): Promise<Outcome> {
  const { id } = await targetNamed(context, name);
  const data = await context.call("targets.show", { id });
  return { data, words: describeState(data, context.output.paint) };
}

interface HandOverOptions {
  encryptTo?: string[];
  out: string;
  all?: true;
  set?: Settings;
}

async function handOver(context: Context, name: string, options: HandOverOptions): Promise<Outcome> {
  const { id, format } = await targetNamed(context, name);
  const settings = { ...options.set, ...(await secretsOf(context, format)) };
  const to = resolve(context.io.cwd, options.out);
  const what = options.all ? "all" : "changes";
  const encrypted = await recipientsOf(context, options.encryptTo);
  const data = await context.call("targets.handOver", { id, what, settings, to, ...encrypted });
  return { data, words: describeHandedOver(data, context.output.paint) };
}

async function settle(context: Context, name: string): Promise<Outcome> {
  const { id } = await targetNamed(context, name);
  let settled = 0;
  for (let more = true; more;) {
    const { lingering, counts } = await context.call("targets.show", { id });
    const tokens = lingering.map(({ tokenId }) => tokenId);
    const done = tokens.length === 0 ? 0 : (await context.call("targets.settle", { id, tokens })).settled;
    settled += done;
    more = done > 0 && counts.lingering > tokens.length;
  }
  return { data: { settled }, words: text("cliTargets.settled", { count: settled }) };
}

async function remove(context: Context, name: string): Promise<Outcome> {
  const target = await targetNamed(context, name);
  const data = await context.call("targets.remove", { id: target.id });
  return { data, words: text("cliTargets.removed", { name: target.name }) };
}

/** Which systems there are. */
function addRoster(targets: Command, run: Run): void {
  targets
    .command("list")
    .description(help("helpTargets.list"))
    .addHelpText("after", examples("$ countersign targets list"))
    .action(() => run(list));
  targets
    .command("add")
    .description(help("helpTargets.add"))
    .argument("<name>", help("helpTargets.name"))
    .requiredOption("--format <format>", help("helpTargets.format"))
    .option("--group <name>", help("helpTargets.group"))
    .option("--must-fit", help("helpTargets.mustFit"))
    .option("--set <name=value>", help("helpTargets.set"), setting)
    .addHelpText("after", examples("$ countersign targets add VPN --format pam-oath --group Remote"))
    .action((name, options) => run((context) => add(context, name, options)));
  targets
    .command("change")
    .description(help("helpTargets.change"))
    .argument("<name>", help("helpTargets.name"))
    .option("--name <name>", help("helpTargets.newName"))
    .option("--group <name>", help("helpTargets.newGroup"))
    .option("--everybody", help("helpTargets.everybody"))
    .option("--must-fit", help("helpTargets.mustFit"))
    .option("--no-must-fit", help("helpTargets.needNotFit"))
    .option("--set <name=value>", help("helpTargets.changeSet"), setting)
    .addHelpText("after", examples("$ countersign targets change VPN --group Remote --set realm=example"))
    .action((name, options) => run((context) => change(context, name, options)));
  targets
    .command("remove")
    .description(help("helpTargets.remove"))
    .argument("<name>", help("helpTargets.name"))
    .addHelpText("after", examples("$ countersign targets remove VPN"))
    .action((name) => run((context) => remove(context, name)));
}

/** What a system was handed, and is. */
function addHandOver(targets: Command, run: Run): void {
  targets
    .command("show")
    .description(help("helpTargets.show"))
    .argument("<name>", help("helpTargets.name"))
    .addHelpText("after", examples("$ countersign targets show VPN"))
    .action((name) => run((context) => show(context, name)));
  targets
    .command("export")
    .description(help("helpTargets.handOver"))
    .argument("<name>", help("helpTargets.name"))
    .requiredOption("--out <path>", help("helpTargets.out"))
    .option("--all", help("helpTargets.all"))
    .option("--encrypt-to <recipient>", help("helpTargets.encryptTo"), several)
    .option("--set <name=value>", help("helpTargets.set"), setting)
    .addHelpText(
      "after",
      examples(
        "$ countersign targets export VPN --out vpn.oath",
        "$ countersign targets export VPN --out vpn.oath.age --encrypt-to age1…",
      ),
    )
    .action((name, options) => run((context) => handOver(context, name, options)));
  targets
    .command("settle")
    .description(help("helpTargets.settle"))
    .argument("<name>", help("helpTargets.name"))
    .addHelpText("after", examples("$ countersign targets settle VPN"))
    .action((name) => run((context) => settle(context, name)));
}

async function listFormats({ call, output }: Context): Promise<Outcome> {
  const data: { formats: FormatFacts[] } = await call("targets.formats", {});
  return { data, words: describeFormats(data.formats, output.paint) };
}

/** What leaves the console for the systems that verify codes. */
export function addTargets(program: Command, run: Run): void {
  program
    .command("export")
    .description(help("helpTargets.export"))
    .argument("<format>", help("helpTargets.format"))
    .option("--out <path>", help("helpTargets.out"))
    .option("--group <name>", help("help.inGroup"))
    .option("--preflight", help("helpTargets.preflight"))
    .option("--encrypt-to <recipient>", help("helpTargets.encryptTo"), several)
    .option("--set <name=value>", help("helpTargets.set"), setting)
    .addHelpText(
      "after",
      examples(
        "$ countersign export otpauth --preflight",
        "$ countersign export pskc --out vpn.xml --group VPN",
        "$ countersign export google-authenticator --out keys.tar.age --encrypt-to age1…",
      ),
    )
    .action((format, options) => run((context) => exportKeys(context, format, options)));

  const targets = program
    .command("targets")
    .description(help("helpTargets.targets"))
    .addHelpText("after", examples("$ countersign targets list"));
  addRoster(targets, run);
  addHandOver(targets, run);
  addProofCommands(targets, run);

  program
    .command("formats")
    .description(help("helpTargets.formats"))
    .addHelpText("after", examples("$ countersign formats"))
    .action(() => run(listFormats));
}
