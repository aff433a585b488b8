import { type Command, Option } from "@commander-js/extra-typings";
import { HardwareTokenState } from "#shared/contract/inventory.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { TokenKind } from "#shared/model/records.ts";
import { personCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { deviceId } from "../devices.ts";
import { algorithm, digits, examples, period, positiveInteger, userRef, whoHelp } from "../options.ts";
import { collect } from "../pages.ts";
import { describeDevice, describeDevices, describeToken } from "../render/tokens.ts";
import type { Outcome, Run } from "../run.ts";
import { threeCodes } from "../secrets.ts";

const which = "serial number or id";

type Search = Pick<InputOf<"inventory.list">, "search" | "state">;

async function list({ call, output }: Context, search: Search, limit: number): Promise<Outcome> {
  const { rows, last } = await collect(limit, (size, cursor) =>
    call("inventory.list", { ...search, limit: size, cursor }),
  );
  const data = { devices: rows, counts: last.counts };
  return { data, text: describeDevices(rows, last.counts, output.paint) };
}

async function add({ call, secrets }: Context, device: Omit<InputOf<"inventory.add">, "seed">): Promise<Outcome> {
  const { seed } = await secrets.ask({ seed: { message: "Seed of the device, in hex or base32", kind: "known" } });
  const data = await call("inventory.add", { ...device, seed });
  return { data, text: describeDevice(data) };
}

type Corrections = Omit<InputOf<"inventory.correct">, "id" | "seed">;

async function correct(context: Context, device: string, changes: Corrections & { seed?: true | undefined }) {
  const { call, secrets } = context;
  const { seed: again, ...facts } = changes;
  const seed = again
    ? await secrets.ask({ seed: { message: "Seed of the device, in hex or base32", kind: "known" } })
    : {};
  const data = await call("inventory.correct", { id: await deviceId(context, device), ...facts, ...seed });
  return { data, text: describeDevice(data) };
}

async function resync(context: Context, device: string, reason: string): Promise<Outcome> {
  const { code, secondCode, thirdCode } = await context.secrets.ask(threeCodes);
  const codes = { first: code, second: secondCode, third: thirdCode };
  const data = await context.call("inventory.resync", { id: await deviceId(context, device), ...codes, reason });
  return { data, text: `Resynchronised. Its next code can be used to assign it.\n\n${describeDevice(data.device)}` };
}

/** Also under `tokens assign`: what is assigned becomes an authenticator. */
export async function assign(
  context: Context,
  serial: string,
  user: string,
  choices: { label?: string | undefined; replaces?: string | undefined },
): Promise<Outcome> {
  const { call, secrets } = context;
  const { code } = await secrets.ask({ code: { message: "Code shown by the device", kind: "code" } });
  const data = await call("inventory.assign", { serial, user: userRef(user), code, ...choices });
  const { text, ...rest } = personCodes(context, data);
  return { ...rest, data, text: `${describeToken(data.token)}\n\n${text}` };
}

/** Also under `tokens unassign`. */
export async function unassign(context: Context, device: string, reason: string | undefined): Promise<Outcome> {
  const { code } = await context.secrets.ask({ code: { message: "Code shown by the device", kind: "code" } });
  const data = await context.call("inventory.unassign", { id: await deviceId(context, device), code, reason });
  return { data, text: describeDevice(data) };
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
  return { data, text: describeDevice(data) };
}

function addReading(hardware: Command, run: Run): void {
  hardware
    .command("list")
    .description("List and search the inventory")
    .option("--search <text>", "start of a serial number, or any part of a model or a holder's name")
    .addOption(new Option("--state <state>", "only hardware tokens in this state").choices(HardwareTokenState.options))
    .option("--limit <number>", "at most this many", positiveInteger, 50)
    .addHelpText("after", examples("$ countersign hardware list --state stock"))
    .action(({ limit, ...search }) => run((context) => list(context, search, limit)));

  hardware
    .command("add")
    .description("Add a device to the stock; its seed is asked for, or read from stdin")
    .argument("<serial>", "its serial number")
    .option("--model <text>", "the maker's model name")
    .addOption(
      new Option("--kind <kind>", "time-based (totp, default) or counter-based (hotp)").choices(TokenKind.options),
    )
    .option("--algorithm <name>", "SHA1 (default), SHA256 or SHA512", algorithm)
    .option("--digits <number>", "6 (default) or 8", digits)
    .option("--period <seconds>", "30 (default) or 60", period)
    .addHelpText(
      "after",
      examples(`$ echo '{"seed":"3132…"}' | countersign hardware add GA-1001 --model 'Display card'`),
    )
    .action((serial, device) => run((context) => add(context, { serial, ...device })));
}

function addMending(hardware: Command, run: Run): void {
  hardware
    .command("correct")
    .description("Correct wrong entries for a device that is not assigned")
    .argument("<device>", which)
    .option("--serial <number>", "its serial number")
    .option("--model <text>", "the maker's model name")
    .addOption(new Option("--kind <kind>", "time-based (totp) or counter-based (hotp)").choices(TokenKind.options))
    .option("--algorithm <name>", "SHA1, SHA256 or SHA512", algorithm)
    .option("--digits <number>", "6 or 8", digits)
    .option("--period <seconds>", "30 or 60", period)
    .option("--seed", "enter the seed again; it is asked for, or read from stdin")
    .addHelpText("after", examples("$ countersign hardware correct GA-1001 --period 60"))
    .action((device, changes) => run((context) => correct(context, device, changes)));

  hardware
    .command("resync")
    .description("Resynchronise a device in the stock that is far off, with three codes in a row")
    .argument("<device>", which)
    .requiredOption("--reason <text>", "for the audit log")
    .addHelpText("after", examples("$ countersign hardware resync GA-1001 --reason 'pressed in a drawer'"))
    .action((device, { reason }) =>
      run((context) => resync(context, device, reason), { negative: ["RESYNC_REFUSED"] }),
    );
}

function addHanding(hardware: Command, run: Run): void {
  hardware
    .command("assign")
    .description("Assign a device to a person; a code from the device proves that it is the right one")
    .argument("<serial>", "its serial number")
    .argument("<person>", whoHelp)
    .option("--label <text>", "tells a person's authenticators apart")
    .option("--replaces <id>", "the authenticator it replaces")
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign hardware assign GA-1001 alice`))
    .action((serial, user, choices) =>
      run((context) => assign(context, serial, user, choices), { negative: ["CODE_REFUSED"] }),
    );

  hardware
    .command("unassign")
    .description("Take a device back into the stock; a code from the device proves that it is here")
    .argument("<device>", which)
    .option("--reason <text>", "for the audit log")
    .addHelpText("after", examples(`$ echo '{"code":"123456"}' | countersign hardware unassign GA-1001`))
    .action((device, { reason }) =>
      run((context) => unassign(context, device, reason), { negative: ["CODE_REFUSED"] }),
    );
}

function addMoves(hardware: Command, run: Run): void {
  hardware
    .command("lost")
    .description("Report a device as lost: its codes are refused from now on")
    .argument("<device>", which)
    .option("--reason <text>", "for the audit log")
    .addHelpText("after", examples("$ countersign hardware lost GA-1001 --reason 'left on a train'"))
    .action((device, { reason }) => run((context) => move(context, "inventory.lost", device, reason)));

  hardware
    .command("found")
    .description("Return a lost device to the stock")
    .argument("<device>", which)
    .addHelpText("after", examples("$ countersign hardware found GA-1001"))
    .action((device) => run((context) => move(context, "inventory.found", device, undefined)));

  hardware
    .command("retire")
    .description("Retire a device: its seed is erased")
    .argument("<device>", which)
    .option("--reason <text>", "for the audit log")
    .addHelpText("after", examples("$ countersign hardware retire GA-1001"))
    .action((device, { reason }) => run((context) => move(context, "inventory.retire", device, reason)));
}

export function addHardware(program: Command, run: Run): void {
  const hardware = program
    .command("hardware")
    .description("The inventory of hardware tokens")
    .addHelpText("after", examples("$ countersign hardware list --state stock"));
  addReading(hardware, run);
  addMending(hardware, run);
  addHanding(hardware, run);
  addMoves(hardware, run);
}
