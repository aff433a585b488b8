import { resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { addAuditStreams } from "./audit-streams.ts";
import { positiveInteger } from "../options.ts";
import { collect } from "../pages.ts";
import { describeAuditExport, describeAuditFile, describeReceipt } from "../render/audit.ts";
import { describeChain, describeEvents } from "../render/reports.ts";
import type { Outcome, Run } from "../run.ts";
import { loadTerminal } from "../terminal.ts";
import { refused } from "../usage.ts";

type Filter = Pick<InputOf<"audit.list">, "search" | "action" | "actor">;

async function list({ call, output }: Context, filter: Filter, limit: number): Promise<Outcome> {
  const { rows, last } = await collect(limit, (size, cursor) => call("audit.list", { ...filter, limit: size, cursor }));
  const more = last.nextCursor !== null;
  return { data: { events: rows, more }, words: describeEvents(rows, more, output.paint) };
}

async function verifyChain({ call, output }: Context): Promise<Outcome> {
  const data = await call("audit.verify", {});
  return { data, words: describeChain(data, output.paint), negative: !data.valid };
}

interface VerifyOptions {
  key?: string;
  receipt?: string;
}

/** Without a store: whoever receives an exported log has none. @throws AppError INVALID_INPUT */
async function verifyFile(
  { io, output }: Context,
  file: string,
  { key, receipt: code }: VerifyOptions,
): Promise<Outcome> {
  if (key === undefined) throw new AppError("INVALID_INPUT", { text: text("cliHealth.keyMissing") });
  const { verifyAuditFile } = await loadTerminal();
  const data = await verifyAuditFile(resolve(io.cwd, file), resolve(io.cwd, key), code);
  return { data, words: describeAuditFile(data, output.paint), negative: !data.valid };
}

/** A day, or a moment, as ISO 8601 has it. @throws InvalidArgumentError */
function moment(given: string): number {
  const at = Date.parse(given);
  if (!/^\d{4}-\d{2}-\d{2}/u.test(given) || Number.isNaN(at)) throw refused(text("usage.day"));
  return at;
}

interface ExportOptions {
  out: string;
  csv?: true;
  since?: number;
}

async function exportLog(context: Context, { out, csv, since }: ExportOptions): Promise<Outcome> {
  const to = resolve(context.io.cwd, out);
  const data = await context.call("audit.export", { to, form: csv ? "csv" : "jsonl", since });
  return { data, words: describeAuditExport(data) };
}

async function showKey({ io, call }: Context, out: string | undefined): Promise<Outcome> {
  const to = out === undefined ? undefined : resolve(io.cwd, out);
  const data = await call("audit.key", { to });
  const saved = to === undefined ? [data.publicKey.trimEnd()] : [text("cliHealth.keySaved", { file: to })];
  return { data, words: [...saved, data.fingerprint] };
}

async function receipt({ call }: Context): Promise<Outcome> {
  const data = await call("audit.receipt", {});
  return { data, words: describeReceipt(data) };
}

function addExports(audit: Command, run: Run): void {
  audit
    .command("export")
    .description(help("helpAudit.export"))
    .requiredOption("--out <file>", help("helpAudit.exportOut"))
    .option("--csv", help("helpAudit.exportCsv"))
    .option("--since <day>", help("helpAudit.exportSince"), moment)
    .addHelpText("after", examples("$ countersign audit export --out audit-2026.jsonl"))
    .action((options) => run((context) => exportLog(context, options)));

  audit
    .command("key")
    .description(help("helpAudit.key"))
    .option("--out <file>", help("helpAudit.keyOut"))
    .addHelpText("after", examples("$ countersign audit key --out audit-key.pem"))
    .action(({ out }) => run((context) => showKey(context, out)));

  audit
    .command("receipt")
    .description(help("helpAudit.receipt"))
    .addHelpText("after", examples("$ countersign audit receipt"))
    .action(() => run(receipt));
}

export function addAudit(program: Command, run: Run): void {
  const audit = program
    .command("audit")
    .description(help("helpAudit.about"))
    .addHelpText("after", examples("$ countersign audit list --limit 20"));

  audit
    .command("list")
    .description(help("helpAudit.list"))
    .option("--search <text>", help("helpAudit.listSearch"))
    .option("--action <action>", help("helpAudit.listAction"))
    .option("--actor <name>", help("helpAudit.listActor"))
    .option("--limit <number>", help("help.limit"), positiveInteger, 50)
    .addHelpText("after", examples("$ countersign audit list --action backup --limit 20"))
    .action(({ limit, ...filter }) => run((context) => list(context, filter, limit)));

  audit
    .command("verify")
    .description(help("helpAudit.verify"))
    .argument("[file]", help("helpAudit.verifyFile"))
    .option("--key <file>", help("helpAudit.verifyKey"))
    .option("--receipt <letters>", help("helpAudit.verifyCode"))
    .addHelpText(
      "after",
      examples("$ countersign audit verify", "$ countersign audit verify audit-2026.jsonl --key audit-key.pem"),
    )
    .action((file, options) =>
      run((context) => (file === undefined ? verifyChain(context) : verifyFile(context, file, options))),
    );
  addExports(audit, run);
  addAuditStreams(audit, run);
}
