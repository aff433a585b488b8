import { randomBytes } from "node:crypto";
import { base32nopad } from "@scure/base";
import type { HardwareTokenId } from "#shared/model/ids.ts";
import { Authenticator } from "./authenticator.ts";
import type { Stage } from "./stage.ts";

const seedBytes = 20;
const usual = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const strong = { algorithm: "SHA256", digits: 8, period: 60 } as const;

interface Device {
  id: HardwareTokenId;
  serial: string;
  display: Authenticator;
}

/** Adds a device from a box to the stock, with a seed as its maker would supply it. */
async function unpack(stage: Stage, number: number, card: boolean): Promise<Device> {
  const seed = base32nopad.encode(randomBytes(seedBytes));
  const parameters = card ? strong : usual;
  const { id, serial } = await stage.call("inventory.add", {
    serial: `${card ? "CT" : "KR"}-${20_410 + number}`,
    model: card ? "Card token" : "Key-ring token",
    seed,
    ...parameters,
  });
  return { id, serial, display: new Authenticator(seed, parameters) };
}

async function addCounterToken(stage: Stage): Promise<void> {
  const seed = randomBytes(seedBytes).toString("hex");
  await stage.call("inventory.add", { serial: "BT-00731", model: "Button token", kind: "hotp", seed });
}

async function handTo(stage: Stage, { serial, display }: Device, username: string): Promise<void> {
  const { codeSet } = await stage.call("inventory.assign", {
    serial,
    user: { username },
    code: display.codeAt(stage.now),
    label: "Key-ring token",
  });
  if (codeSet !== null) await stage.call("tokens.confirmBackupCodes", { codeSet });
}

const keyRings = 8;
const cards = 4;

/** A box of hardware tokens: some are with people, one of those is lost, one is broken, the others are free. */
export async function handOutDevices(stage: Stage, usernames: readonly string[]): Promise<void> {
  const devices: Device[] = [];
  for (let number = 1; number <= keyRings; number += 1) devices.push(await unpack(stage, number, false));
  for (let number = 1; number <= cards; number += 1) await unpack(stage, number, true);
  await addCounterToken(stage);
  for (const [index, username] of usernames.entries()) {
    const device = devices[index];
    if (device) await handTo(stage, device, username);
  }
  const [lost] = devices.slice(usernames.length - 1);
  if (lost) await stage.call("inventory.lost", { id: lost.id, reason: "Fell into the harbour basin" });
  const broken = devices.at(-1);
  if (broken) await stage.call("inventory.retire", { id: broken.id, reason: "The display is broken" });
}
