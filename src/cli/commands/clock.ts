import type { Command } from "@commander-js/extra-typings";
import type { OutputOf } from "#shared/contract/index.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { terminalPrompts } from "../prompts.ts";
import { table } from "../render/table.ts";
import { setBack as setBackWords } from "../render/verdict.ts";
import { printable, time } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

type Ahead = OutputOf<"system.stepsAhead">;

const kinds: Record<Ahead["rows"][number]["kind"], [what: string, fact: string]> = {
  person: ["Authenticator of a person", "codes refused until"],
  administrator: ["Authenticator of an administrator", "codes refused until"],
  device: ["Hardware token", "codes refused until"],
  letter: ["Letter", "could be used until"],
  enrolment: ["Enrolment", "could be confirmed until"],
  invitation: ["One-time code", "made on"],
  approval: ["Countersignature", "of"],
  session: ["Session", "begun on"],
  expired: ["Enrolment", "expired too early, on"],
};

function describeAhead({ rows, total }: Ahead, { output }: Context): string {
  const cells = rows.map(({ kind, name, label, until }) => {
    const [what, fact] = kinds[kind];
    return [what, printable(name), printable(label), `${fact} ${time(until)}`];
  });
  const rest = total > rows.length ? [`And ${total - rows.length} more.`] : [];
  return [
    "These were used or made while this computer's clock was in the future:",
    "",
    table(["What", "Name", "Which", "Now"], cells, (text) => output.paint("bold", text)),
    ...rest,
  ].join("\n");
}

/** Asks for the reason on the terminal. An empty one leaves everything unchanged. */
async function askToSetBack(context: Context, ahead: Ahead): Promise<string> {
  context.output.notice(describeAhead(ahead, context));
  const answer = await terminalPrompts(context.io).visible(
    "Reason for setting them back (leave empty to change nothing)",
  );
  return answer.trim();
}

async function setBack({ call }: Context, reason: string): Promise<Outcome> {
  const data = await call("system.setStepsBack", { reason });
  return {
    data,
    text: `Set back: ${data.count}. The next codes will be accepted; enrolments that expired too early need new letters.`,
  };
}

async function accept(context: Context): Promise<Outcome> {
  const { call, secrets } = context;
  const { now } = await call("system.acceptClock", {});
  const ahead = await call("system.stepsAhead", {});
  const confirmed = `This computer's clock is accepted: ${time(now)}.`;
  const data = { now, ahead };
  if (ahead.total === 0) return { data, text: confirmed };
  if (!secrets.interactive) {
    const how = `To set them back: ${context.command} ${setBackWords}`;
    return { data, text: [confirmed, describeAhead(ahead, context), how].join("\n\n") };
  }
  const reason = await askToSetBack(context, ahead);
  if (reason === "")
    return {
      data,
      text: `${confirmed} Nothing was set back. To do it later: ${context.command} ${setBackWords}`,
    };
  const done = await setBack(context, reason);
  return { data: { ...data, setBack: done.data }, text: `${confirmed}\n${done.text}` };
}

export function addClock(program: Command, run: Run): void {
  const clock = program
    .command("clock")
    .description("This computer's clock, on which every code depends")
    .addHelpText("after", examples("$ countersign clock accept"));
  clock
    .command("accept")
    .description("Confirm that the clock is right, after it was found to be behind the last event")
    .addHelpText("after", examples("$ countersign clock accept"))
    .action(() => run(accept));
  clock
    .command("set-back")
    .description("Set back what was used or made while the clock was in the future")
    .requiredOption("--reason <text>", "for the audit log")
    .addHelpText("after", examples("$ countersign clock set-back --reason 'the clock was a year ahead'"))
    .action(({ reason }) => run((context) => setBack(context, reason)));
}
