import type { Command } from "@commander-js/extra-typings";
import type { Handed } from "#shared/contract/targets.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { userRef } from "../options.ts";
import { describeCheck } from "../render/targets.ts";
import type { Outcome, Run } from "../run.ts";
import { targetNamed } from "../targets.ts";

interface Which {
  authenticator?: string;
}

/** What a system was handed of a person. @throws AppError NOT_FOUND, INVALID_INPUT where somebody has to say which */
async function handedTo(context: Context, name: string, person: string, { authenticator }: Which): Promise<Handed> {
  const { id } = await targetNamed(context, name);
  const user = await context.call("users.get", { user: userRef(person) });
  const { handed } = await context.call("targets.ofPerson", { userId: user.id });
  const there = handed.filter(
    ({ target, tokenId }) => target.id === id && (authenticator === undefined || tokenId === authenticator),
  );
  // What should be removed there comes into question only if there is nothing else: then it is refused with its reason.
  const wanted = there.some(({ state }) => state !== "remove")
    ? there.filter(({ state }) => state !== "remove")
    : there;
  const [first, ...others] = wanted;
  if (first === undefined) throw new AppError("NOT_FOUND", { text: text("cliTargets.notHanded", { name, person }) });
  if (others.length === 0) return first;
  throw new AppError("INVALID_INPUT", {
    text: text("cliTargets.which", { ids: wanted.map(({ tokenId }) => tokenId) }),
  });
}

async function check(context: Context, name: string, person: string, which: Which): Promise<Outcome> {
  const { target, tokenId } = await handedTo(context, name, person, which);
  const data = await context.call("targets.check", { id: target.id, tokenId });
  return { data, words: describeCheck(data) };
}

interface Told extends Which {
  accepted?: true;
  refused?: true;
  note?: string;
}

async function proved(context: Context, name: string, person: string, options: Told): Promise<Outcome> {
  const { accepted = false, refused = false, note } = options;
  if (accepted === refused) throw new AppError("INVALID_INPUT", { text: text("cliTargets.acceptedOrRefused") });
  const { target, tokenId, since } = await handedTo(context, name, person, options);
  const result = accepted ? "accepted" : "refused";
  const data = await context.call("targets.prove", { id: target.id, tokenId, since, result, note });
  return { data, words: text(`cliTargets.${result}`, { name: target.name, person }) };
}

/** Whether a system that was handed an authenticator lets its person in. */
export function addProofCommands(targets: Command, run: Run): void {
  targets
    .command("check")
    .description(help("helpTargets.check"))
    .argument("<name>", help("helpTargets.name"))
    .argument("<person>", help("help.person"))
    .option("--authenticator <id>", help("helpTargets.authenticator"))
    .addHelpText("after", examples("$ countersign targets check VPN alice"))
    .action((name, person, options) => run((context) => check(context, name, person, options)));
  targets
    .command("proved")
    .description(help("helpTargets.proved"))
    .argument("<name>", help("helpTargets.name"))
    .argument("<person>", help("help.person"))
    .option("--accepted", help("helpTargets.accepted"))
    .option("--refused", help("helpTargets.refused"))
    .option("--note <text>", help("helpTargets.note"))
    .option("--authenticator <id>", help("helpTargets.authenticator"))
    .addHelpText("after", examples("$ countersign targets proved VPN alice --accepted"))
    .action((name, person, options) => run((context) => proved(context, name, person, options)));
}
