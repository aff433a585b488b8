import type { Command } from "@commander-js/extra-typings";
import type { OutputOf } from "#shared/contract/index.ts";
import type { TextKey } from "#shared/texts/facts.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { terminalPrompts } from "../prompts.ts";
import { table } from "../render/table.ts";
import { setBack as setBackWords } from "../render/verdict.ts";
import { time } from "../render/text.ts";
import type { Words } from "../render/words.ts";
import type { Outcome, Run } from "../run.ts";

type Ahead = OutputOf<"system.stepsAhead">;

type Until = Extract<TextKey, `cliClock.${string}${"Until" | "On" | "of"}`>;

const kinds: Record<Ahead["rows"][number]["kind"], [what: Text, until: Until]> = {
  person: [text("cliClock.person"), "cliClock.refusedUntil"],
  administrator: [text("cliClock.administrator"), "cliClock.refusedUntil"],
  device: [text("cliClock.device"), "cliClock.refusedUntil"],
  letter: [text("cliClock.letter"), "cliClock.usedUntil"],
  enrolment: [text("cliClock.enrolment"), "cliClock.confirmedUntil"],
  invitation: [text("cliClock.invitation"), "cliClock.madeOn"],
  approval: [text("cliClock.approval"), "cliClock.of"],
  session: [text("cliClock.session"), "cliClock.begunOn"],
  expired: [text("cliClock.enrolment"), "cliClock.expiredOn"],
};

function describeAhead({ rows, total }: Ahead, { output }: Context): Words {
  const cells = rows.map(({ kind, name, label, until }) => {
    const [what, key] = kinds[kind];
    return [what, name, label, text(key, { at: time(until) })];
  });
  return [
    text("cliClock.ahead"),
    "",
    table(["what", "name", "which", "now"], cells, (words) => output.paint("bold", words)),
    ...(total > rows.length ? [text("cliClock.more", { count: total - rows.length })] : []),
  ];
}

/** Asks for the reason on the terminal. An empty one leaves everything unchanged. */
async function askToSetBack(context: Context, ahead: Ahead): Promise<string> {
  context.output.notice(describeAhead(ahead, context));
  const answer = await terminalPrompts(context.io).visible(text("cliClock.reason"));
  return answer.trim();
}

async function setBack({ call }: Context, reason: string): Promise<Outcome> {
  const data = await call("system.setStepsBack", { reason });
  return {
    data,
    words: text("cliClock.setBack", { count: data.count }),
  };
}

async function accept(context: Context): Promise<Outcome> {
  const { call, secrets } = context;
  const { now } = await call("system.acceptClock", {});
  const ahead = await call("system.stepsAhead", {});
  const confirmed = text("cliClock.accepted", { at: time(now) });
  const data = { now, ahead };
  if (ahead.total === 0) return { data, words: confirmed };
  if (!secrets.interactive) {
    const how = text("cliClock.toSetBack", { command: `${context.command} ${setBackWords}` });
    return { data, words: [confirmed, "", describeAhead(ahead, context), "", how] };
  }
  const reason = await askToSetBack(context, ahead);
  if (reason === "") {
    const later = text("cliClock.notSetBack", { command: `${context.command} ${setBackWords}` });
    return { data, words: sentences(confirmed, later) };
  }
  const done = await setBack(context, reason);
  return { data: { ...data, setBack: done.data }, words: [confirmed, done.words] };
}

export function addClock(program: Command, run: Run): void {
  const clock = program
    .command("clock")
    .description(help("helpClock.about"))
    .addHelpText("after", examples("$ countersign clock accept"));
  clock
    .command("accept")
    .description(help("helpClock.accept"))
    .addHelpText("after", examples("$ countersign clock accept"))
    .action(() => run(accept));
  clock
    .command("set-back")
    .description(help("helpClock.setBack"))
    .requiredOption("--reason <text>", help("help.reason"))
    .addHelpText("after", examples("$ countersign clock set-back --reason 'the clock was a year ahead'"))
    .action(({ reason }) => run((context) => setBack(context, reason)));
}
