// npm test: every stage, or those named: npm test -- unit contract. The last line of stdout is the count. With --long
// what is tried at random moments is tried more often.
import { main, ScriptError, seconds } from "./lib/report.ts";
import { checks } from "./lib/stages/checks.ts";
import { type Outcome, runAlone, type Stage, twoAtATime } from "./lib/stages/stage.ts";
import { onDemand, suites } from "./lib/stages/suites.ts";
import { add, failed, nothing, passed, refuseSkips, summary, type Tally } from "./lib/tally.ts";
import { howToInstall, installTools, tools, toolsFor } from "./tools.ts";

const noSkip = process.env["CI"] === "true" || process.env["COUNTERSIGN_NO_SKIP"] === "1";

const prepare: Stage = {
  name: "tools",
  title: "programs from the distribution",
  // It waits for downloads and disks while the checks compute.
  together: twoAtATime,
  async run(): Promise<Tally> {
    const { missing, reason } = await installTools(toolsFor("test"));
    if (missing.length === 0) return passed();
    const purposes = missing.map((name) => `${name} (${tools[name].purpose})`).join(", ");
    const text = `missing: ${purposes}; ${reason}. To install: ${howToInstall(missing)}`;
    console.log(text);
    return noSkip ? failed(text) : { ...nothing, skipped: [`tools: ${text}`] };
  },
};

/** @throws ScriptError for an unknown stage */
function chosen(names: readonly string[]): readonly Stage[] {
  const usual = [prepare, ...checks, ...suites];
  if (names.length === 0) return usual;
  const all = [...usual, ...onDemand];
  const unknown = names.filter((name) => all.every((stage) => stage.name !== name));
  if (unknown.length > 0) {
    throw new ScriptError(
      `unknown stage: ${unknown.join(", ")}. The stages are ${all.map(({ name }) => name).join(", ")}.`,
    );
  }
  const wanted = new Set(names);
  if ([...suites, ...onDemand].some(({ name }) => wanted.has(name))) wanted.add(prepare.name);
  return all.filter(({ name }) => wanted.has(name));
}

const announce = ({ name, title }: Stage): void => console.log(`\n== ${name}: ${title}`);

function finish({ stage, tally, milliseconds }: Outcome): Tally {
  const result = noSkip ? refuseSkips(tally) : tally;
  console.log(`-- ${stage.name}: ${summary(result)} (${seconds(milliseconds)})`);
  return result;
}

async function runStages(stages: readonly Stage[]): Promise<Tally> {
  let total = nothing;
  for (let from = 0, to = 0; from < stages.length; from = to) {
    const together = stages[from]?.together;
    to = stages.findIndex((stage, index) => index > from && (!together || stage.together !== together));
    if (to === -1) to = stages.length;
    const part = stages.slice(from, to);
    part.forEach(announce);
    const outcomes = together ? await together(part) : await Promise.all(part.map(runAlone));
    for (const outcome of outcomes) total = add(total, finish(outcome));
  }
  return total;
}

await main(async () => {
  const args = process.argv.slice(2);
  if (args.includes("--long")) process.env["COUNTERSIGN_LONG"] = "1";
  const stages = chosen(args.filter((arg) => arg !== "--long"));
  const total = await runStages(stages);

  const list = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) console.log(`\n${title}:\n${lines.map((line) => `  ${line}`).join("\n")}`);
  };
  list("Skipped", total.skipped);
  list("Failed", total.problems);
  console.log(`\n${summary(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});
