// npm run test:faults: seeds each fault of tests/faults into a copy of the tree and says which tests notice it.
// -- --only NAME tries one, without running its tests first without the fault.
import { root } from "./install.mjs";
import { type Fault, readFaults } from "./lib/faults/fault.ts";
import { type Tried, tryFaults } from "./lib/faults/try-faults.ts";
import { main, ScriptError } from "./lib/report.ts";

/** Fewer prove too little. */
const fewest = 60;

/** @throws ScriptError for a name that none has */
function chosen(faults: readonly Fault[], args: readonly string[]): readonly Fault[] {
  if (args.length === 0) return faults;
  const [option, ...names] = args;
  if (option !== "--only" || names.length === 0) throw new ScriptError("npm run test:faults [-- --only NAME …]");
  const unknown = names.filter((name) => faults.every((fault) => fault.name !== name));
  if (unknown.length > 0) throw new ScriptError(`there is no fault ${unknown.join(", ")}.`);
  return faults.filter(({ name }) => names.includes(name));
}

function line({ fault, caughtBy, why }: Tried): string {
  const result = caughtBy.length > 0 ? `caught by: ${caughtBy.join("; ")}` : `MISSED: ${why}`;
  return `${fault.name}  ${fault.file}  ${result}`;
}

await main(async () => {
  const all = await readFaults(root);
  const faults = chosen(all, process.argv.slice(2));
  const control = faults.length === all.length;
  const tried = await tryFaults(root, faults, {
    control,
    tell: (one) => console.log(line(one)),
    warn: (sentence) => console.log(sentence),
  });
  const caught = tried.filter(({ caughtBy }) => caughtBy.length > 0).length;
  const missed = tried.length - caught;
  console.log(`\n${tried.length} faults, ${caught} caught, ${missed} missed`);
  if (all.length < fewest) console.log(`These are fewer than ${fewest}.`);
  return missed === 0 && all.length >= fewest ? 0 : 1;
});
