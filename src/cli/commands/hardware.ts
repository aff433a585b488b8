import { type Command, Option } from "@commander-js/extra-typings";
import { HardwareTokenState } from "#shared/contract/inventory.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { TokenKind } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import { personCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { deviceId } from "../devices.ts";
import { algorithm, digits, period, positiveInteger, userRef } from "../options.ts";
import { collect } from "../pages.ts";
import { describeDevice, describeDevices, describeToken } from "../render/tokens.ts";
import type { Outcome, Run } from "../run.ts";
import { threeCodes } from "../secrets.ts";

type Search = Pick<InputOf<"inventory.list">, "search" | "state">;

async function list({ call, output }: Context, search: Search, limit: number): Promise<Outcome> {
  const { rows, last } = await collect(limit, (size, cursor) =>
    call("inventory.list", { ...search, limit: size, cursor }),
  );
  const data = { devices: rows, counts: last.counts };
  return { data, words: describeDevices(rows, last.counts, output.paint) };
}

async function add({ call, secrets }: Context, device: Omit<InputOf<"inventory.add">, "seed">): Promise<Outcome> {
  const { seed } = await secrets.ask({ seed: { message: text("cliSecrets.seedOfDevice"), kind: "known" } });
  const data = await call("inventory.add", { ...device, seed });
  return { data, words: describeDevice(data) };
}

type Corrections = Omit<InputOf<"inventory.correct">, "id" | "seed">;

async function correct(context: Context, device: string, changes: Corrections & { seed?: true | undefined }) {
  const { call, secrets } = context;
  const { seed: again, ...facts } = changes;
  const seed = again ? await secrets.ask({ seed: { message: text("cliSecrets.seedOfDevice"), kind: "known" } }) : {};
  const data = await call("inventory.correct", { id: await deviceId(context, device), ...facts, ...seed });
  return { data, words: describeDevice(data) };
}

async function resync(context: Context, device: string, reason: string): Promise<Outcome> {
  const { code, secondCode, thirdCode } = await context.secrets.ask(threeCodes);
  const codes = { first: code, second: secondCode, third: thirdCode };
  const data = await context.call("inventory.resync", { id: await deviceId(context, device), ...codes, reason });
  return { data, words: [text("cliEnrolment.resynchronisedDevice"), "", describeDevice(data.device)] };
}

/** Also under `tokens assign`: what is assigned becomes an authenticator. */
export async function assign(
  context: Context,
  serial: string,
  user: string,
  choices: { label?: string | undefined; replaces?: string | undefined },
): Promise<Outcome> {
  const { call, secrets } = context;
  const { code } = await secrets.ask({ code: { message: text("cliSecrets.codeOfDevice"), kind: "code" } });
  const data = await call("inventory.assign", { serial, user: userRef(user), code, ...choices });
  const { words, ...rest } = personCodes(context, data);
  return { ...rest, data, words: [describeToken(data.token), "", words] };
}

/** Also under `tokens unassign`. */
export async function unassign(context: Context, device: string, reason: string | undefined): Promise<Outcome> {
  const { code } = await context.secrets.ask({ code: { message: text("cliSecrets.codeOfDevice"), kind: "code" } });
  const data = await context.call("inventory.unassign", { id: await deviceId(context, device), code, reason });
  return { data, words: describeDevice(data) };
}

async function move(
  context: Context,
  procedure: "inventory.lost" | "inventory.found" | "inventory.retire",
  device: string,
  reason: string | undefined,
): Promise<Outcome> {
  const id = await deviceId(context, device);
  const data =
    procedure === "inventory.found"
      ? await context.call(procedure, { id })
      : await context.call(procedure, { id, reason });
  return { data, words: describeDevice(data) };
}

function addReading(hardware: Command, run: Run): void {
  hardware
    .command("list")
    .description(help("helpHardware.list"))
    .option("--search <text>", help("helpHardware.listSearch"))
    .addOption(new Option("--state <state>", help("helpHardware.listState")).choices(HardwareTokenState.options))
    .option("--limit <number>", help("help.limit"), positiveInteger, 50)
    .addHelpText("after", examples("$ countersign hardware list --state stock"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  hardware
    .command("add")
    .description(help("helpHardware.add"))
    .argument("<serial>", help("help.serial"))
    .option("--model <text>", help("help.model"))
    .addOption(new Option("--kind <kind>", help("helpHardware.addKind")).choices(TokenKind.options))
    .option("--algorithm <name>", help("helpHardware.addAlgorithm"), algorithm)
    .option("--digits <number>", help("helpHardware.addDigits"), digits)
    .option("--period <seconds>", help("helpHardware.addPeriod"), period)
    .addHelpText(
      "after",
      examples(`$ echo '{"seed":"3132…"}' | countersign hardware add GA-1001 --model 'Display card'`),
    )
    .action((serial, device) => run((context) => add(context, { serial, ...device })));
}

function addMending(hardware: Command, run: Run): void {
  hardware
    .command("correct")
    .description(help("helpHardware.correct"))
    .argument("<device>", help("helpHardware.device"))
    .option("--serial <number>", help("help.serial"))
    .option("--model <text>", help("help.model"))
    .addOption(new Option("--kind <kind>", help("helpHardware.correctKind")).choices(TokenKind.options))
    .option("--algorithm <name>", help("helpHardware.correctAlgorithm"), algorithm)
    .option("--digits <number>", help("helpHardware.correctDigits"), digits)
    .option("--period <seconds>", help("helpHardware.correctPeriod"), period)
    .option("--seed", help("helpHardware.correctSeed"))
    .addHelpText("after", examples("$ countersign hardware correct GA-1001 --period 60"))
    .action((device, changes) => run((context) => correct(context, device, changes)));

  hardware
    .command("resync")
    .description(help("helpHardware.resync"))
    .argument("<device>", help("helpHardware.device"))
    .requiredOption("--reason <text>", help("help.reason"))
    .addHelpText("after", examples("$ countersign hardware resync GA-1001 --reason 'pressed in a drawer'"))
    .action((device, { reason }) =>
      run((context) => resync(context, device, reason), { negative: ["RESYNC_REFUSED"] }),
    );
}

function addHanding(hardware: Command, run: Run): void {
  hardware
    .command("assign")
    .description(help("helpHardware.assign"))
    .argument("<serial>", help("help.serial"))
    .argument("<person>", help("help.person"))
    .option("--label <text>", help("help.authenticatorLabel"))
    .option("--replaces <id>", help("help.replaces"))
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign hardware assign GA-1001 alice`))
    .action((serial, user, choices) =>
      run((context) => assign(context, serial, user, choices), { negative: ["CODE_REFUSED"] }),
    );

  hardware
    .command("unassign")
    .description(help("helpHardware.unassign"))
    .argument("<device>", help("helpHardware.device"))
    .option("--reason <text>", help("help.reason"))
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign hardware unassign GA-1001`))
    .action((device, { reason }) =>
      run((context) => unassign(context, device, reason), { negative: ["CODE_REFUSED"] }),
    );
}

function addMoves(hardware: Command, run: Run): void {
  hardware
    .command("lost")
    .description(help("helpHardware.lost"))
    .argument("<device>", help("helpHardware.device"))
    .option("--reason <text>", help("help.reason"))
    .addHelpText("after", examples("$ countersign hardware lost GA-1001 --reason 'left on a train'"))
    .action((device, { reason }) => run((context) => move(context, "inventory.lost", device, reason)));

  hardware
    .command("found")
    .description(help("helpHardware.found"))
    .argument("<device>", help("helpHardware.device"))
    .addHelpText("after", examples("$ countersign hardware found GA-1001"))
    .action((device) => run((context) => move(context, "inventory.found", device, undefined)));

  hardware
    .command("retire")
    .description(help("helpHardware.retire"))
    .argument("<device>", help("helpHardware.device"))
    .option("--reason <text>", help("help.reason"))
    .addHelpText("after", examples("$ countersign hardware retire GA-1001"))
    .action((device, { reason }) => run((context) => move(context, "inventory.retire", device, reason)));
}

export function addHardware(program: Command, run: Run): void {
  const hardware = program
    .command("hardware")
    .description(help("helpHardware.about"))
    .addHelpText("after", examples("$ countersign hardware list --state stock"));
  addReading(hardware, run);
  addMending(hardware, run);
  addHanding(hardware, run);
  addMoves(hardware, run);
}
