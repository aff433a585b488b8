import { resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import type { FormatFacts } from "#shared/contract/targets.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { findGroup } from "../groups.ts";
import { examples, help } from "../help.ts";
import { describeExported, describeFormats, describePreflight } from "../render/targets.ts";
import type { Outcome, Run } from "../run.ts";
import { refused } from "../usage.ts";

type Settings = Record<string, string>;

/** @throws InvalidArgumentError */
function setting(given: string, before: Settings = {}): Settings {
  const at = given.indexOf("=");
  if (at < 1) throw refused(text("usage.setting"));
  return { ...before, [given.slice(0, at).trim()]: given.slice(at + 1) };
}

interface Options {
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
  const data = await context.call("targets.export", { format, selection, settings, to });
  return { data, words: describeExported(data, context.output.paint) };
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
    .option("--set <name=value>", help("helpTargets.set"), setting)
    .addHelpText(
      "after",
      examples("$ countersign export otpauth --preflight", "$ countersign export pskc --out vpn.xml --group VPN"),
    )
    .action((format, options) => run((context) => exportKeys(context, format, options)));

  program
    .command("formats")
    .description(help("helpTargets.formats"))
    .addHelpText("after", examples("$ countersign formats"))
    .action(() => run(listFormats));
}
