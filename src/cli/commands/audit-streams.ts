import { basename, resolve } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import type { AuditStream } from "#shared/contract/audit.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { readAuthority } from "../locations.ts";
import { describeStreams } from "../render/audit.ts";
import type { Outcome, Run } from "../run.ts";
import { refused } from "../usage.ts";

/** Syslog over TLS (RFC 5425 4.1). */
const usualPort = 6514;

interface Server {
  host: string;
  port: number;
}

/** @throws InvalidArgumentError */
function server(given: string): Server {
  const [, host = "", port = String(usualPort)] = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/u.exec(given) ?? [];
  if (host === "") throw refused(text("usage.server"));
  return { host: host.replaceAll(/[[\]]/gu, ""), port: Number(port) };
}

const shown = ({ streams }: { streams: AuditStream[] }, { output }: Context): Outcome => ({
  data: { streams },
  words: describeStreams(streams, output.paint),
  negative: streams.some(({ problem }) => problem !== null),
});

async function add(context: Context, input: InputOf<"audit.addStream">): Promise<Outcome> {
  const data = await context.call("audit.addStream", input);
  return { data, words: describeStreams([data], context.output.paint) };
}

interface AddOptions {
  name?: string;
  whole?: true;
}

function addFile(context: Context, file: string, { name, whole }: AddOptions): Promise<Outcome> {
  const path = resolve(context.io.cwd, file);
  return add(context, { name: name ?? basename(path), settings: { kind: "file", path }, whole });
}

async function addSyslog(
  context: Context,
  { host, port }: Server,
  { name, whole, ca }: AddOptions & { ca?: string },
): Promise<Outcome> {
  const settings = { kind: "syslog", host, port, ca: await readAuthority(context, ca) } as const;
  return add(context, { name: name ?? host, settings, whole });
}

/** @throws AppError NOT_FOUND */
async function remove(context: Context, which: string): Promise<Outcome> {
  const { streams } = await context.call("audit.streams", {});
  const found = streams.find(({ id, name }) => id === which || name === which);
  if (!found) throw new AppError("NOT_FOUND", { text: text("auditStreams.noSuch") });
  const data = await context.call("audit.removeStream", { id: found.id });
  return { data, words: text("cliHealth.streamRemoved", { name: found.name }) };
}

/** Copies of the audit log that go to other systems. */
export function addAuditStreams(audit: Command, run: Run): void {
  const streams = audit
    .command("streams")
    .description(help("helpAudit.streams"))
    .addHelpText("after", examples("$ countersign audit streams list"));
  streams
    .command("list")
    .description(help("helpAudit.streamsList"))
    .addHelpText("after", examples("$ countersign audit streams list"))
    .action(() => run(async (context) => shown(await context.call("audit.streams", {}), context)));
  streams
    .command("add-file")
    .description(help("helpAudit.streamsAddFile"))
    .argument("<file>", help("helpAudit.streamsFile"))
    .option("--name <name>", help("helpAudit.streamsName"))
    .option("--whole", help("helpAudit.streamsWhole"))
    .addHelpText("after", examples("$ countersign audit streams add-file /var/log/countersign/audit.jsonl"))
    .action((file, options) => run((context) => addFile(context, file, options)));
  streams
    .command("add-syslog")
    .description(help("helpAudit.streamsAddSyslog"))
    .argument("<server>", help("helpAudit.streamsServer"), server)
    .option("--name <name>", help("helpAudit.streamsName"))
    .option("--ca <file>", help("help.authority"))
    .option("--whole", help("helpAudit.streamsWhole"))
    .addHelpText("after", examples("$ countersign audit streams add-syslog log.example.org --ca authority.pem"))
    .action((to, options) => run((context) => addSyslog(context, to, options)));
  streams
    .command("remove")
    .description(help("helpAudit.streamsRemove"))
    .argument("<stream>", help("help.nameOrId"))
    .addHelpText("after", examples("$ countersign audit streams remove log.example.org"))
    .action((which) => run((context) => remove(context, which)));
  streams
    .command("send")
    .description(help("helpAudit.streamsSend"))
    .addHelpText("after", examples("$ countersign audit streams send"))
    .action(() => run(async (context) => shown(await context.call("audit.sendStreams", {}), context)));
}
