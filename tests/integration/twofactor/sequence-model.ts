import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect } from "vitest";
import type { InputOf, ProcedureName } from "#shared/contract/index.ts";
import type { HardwareTokenId, TokenId } from "#shared/model/ids.ts";
import type { TokenKind, TokenStatus } from "#shared/model/records.ts";
import { Authenticator } from "../../support/authenticators.ts";
import type { Harness } from "../../support/harness.ts";

/** One step of a sequence: what is done, to whom, and how far from the expected code. */
export interface Step {
  act: keyof typeof acts;
  pick: number;
  offset: number;
}

/** Eight digits: that another step's code is the same by chance then happens once in ten million. */
const form = { algorithm: "SHA1", digits: 8, period: 30 } as const;

interface ModelToken {
  id: TokenId;
  username: string;
  phone: Authenticator;
  status: TokenStatus | "gone";
  expiresAt: number | null;
  device: ModelDevice | null;
}

interface ModelDevice {
  id: HardwareTokenId;
  serial: string;
  phone: Authenticator;
  state: "stock" | "assigned" | "lost";
}

/** What must hold, kept beside the console and never read from it. */
export class Model {
  readonly harness: Harness;
  readonly usernames: string[] = [];
  readonly tokens: ModelToken[] = [];
  readonly devices: ModelDevice[] = [];
  /** The steps or counter values that were accepted, by seed. */
  readonly used = new Map<string, Set<number>>();
  events: number;
  accepted = 0;

  constructor(harness: Harness, events: number) {
    this.harness = harness;
    this.events = events;
  }

  /** The next value that a device or phone shows, and one `offset` away from it. */
  step(phone: Authenticator, offset: number): number {
    const counter = this.newest(phone) + 1;
    const around = phone.parameters.kind === "hotp" ? counter : phone.step(this.harness);
    return Math.max(0, around + offset);
  }

  newest(phone: Authenticator): number {
    return Math.max(-1, ...(this.used.get(phone.seed.toString("hex")) ?? []));
  }

  /**
   * A code was accepted: never before, and nothing newer. But a phone that ran ahead may have been corrected: what was
   * accepted ahead of this computer's clock then counts by itself, and the steps up to the clock may still come.
   */
  accept(phone: Authenticator, step: number): void {
    const key = phone.seed.toString("hex");
    const used = this.used.get(key) ?? new Set();
    assert.ok(!used.has(step), `step ${step} was accepted twice`);
    const newest = this.newest(phone);
    assert.ok(step > newest || this.corrected(phone, step, used), `step ${step} was accepted after step ${newest}`);
    this.used.set(key, used.add(step));
    this.accepted += 1;
  }

  corrected(phone: Authenticator, step: number, used: ReadonlySet<number>): boolean {
    if (phone.parameters.kind === "hotp") return false;
    const reached = phone.step(this.harness) + 1;
    const past = [...used].filter((each) => each <= reached);
    return step <= reached && (step >= reached - 2 || step > Math.max(-1, ...past));
  }

  /** Enrolments of a user that are too old are erased when the user's authenticators are written. */
  expire(username: string): void {
    for (const token of this.tokens) {
      const late = token.status === "pending" && (token.expiresAt ?? Infinity) < this.harness.clock.now();
      if (token.username !== username || !late) continue;
      token.status = "gone";
      this.events += 1;
    }
  }

  /** A reply's data, or the code of its error. */
  async ask<Name extends ProcedureName>(name: Name, input: InputOf<Name>): Promise<string | Record<string, unknown>> {
    const reply = await this.harness.console.call(name, input, this.harness.caller);
    if (reply.ok) return reply.data as Record<string, unknown>;
    assert.notEqual(reply.error.code, "INTERNAL");
    return reply.error.code;
  }

  /** An authenticator that is locked now and was not, or an enrolment that is void: the console has recorded it. */
  async noteLocks(username: string): Promise<void> {
    const { tokens } = await this.harness.call("users.get", { user: { username } });
    for (const token of this.tokens) {
      const now = tokens.find(({ id }) => id === token.id);
      const ended = { active: "locked", pending: "revoked" } as const;
      if (token.username !== username || (token.status !== "active" && token.status !== "pending")) continue;
      if (now?.status !== ended[token.status]) continue;
      token.status = ended[token.status];
      this.events += 1;
    }
  }

  tokenOf(pick: number): ModelToken | undefined {
    const there = this.tokens.filter(({ status }) => status !== "gone");
    return there[pick % Math.max(1, there.length)];
  }
}

const userOf = (model: Model, pick: number): string => model.usernames[pick % model.usernames.length] ?? "";

async function begin(model: Model, step: Step, kind: TokenKind): Promise<void> {
  const username = userOf(model, step.pick);
  const reply = await model.ask("tokens.begin", { user: { username }, kind, ...form });
  if (typeof reply === "string") throw new Error(`an enrolment was refused: ${reply}`);
  model.expire(username);
  model.events += 1;
  const phone = new Authenticator(String(reply["secret"]), { kind, ...form });
  const { tokenId, expiresAt } = reply as { tokenId: TokenId; expiresAt: number };
  model.tokens.push({ id: tokenId, username, phone, status: "pending", expiresAt, device: null });
}

async function confirm(model: Model, { pick, offset }: Step): Promise<void> {
  const token = model.tokens.filter(({ status }) => status === "pending").at(pick % 3) ?? model.tokenOf(pick);
  if (!token) return;
  const value = model.step(token.phone, offset);
  const reply = await model.ask("tokens.confirm", { tokenId: token.id, code: token.phone.at(value) });
  if (reply === "ENROLMENT_CODE_WRONG" || reply === "ENROLMENT_VOID") {
    model.events += 1;
    await model.noteLocks(token.username);
  }
  if (typeof reply === "string") return;
  expect(token.status, "only a pending enrolment is confirmed").toBe("pending");
  expect(token.expiresAt ?? 0).toBeGreaterThanOrEqual(model.harness.clock.now());
  model.accept(token.phone, value);
  token.status = "active";
  model.events += 1;
}

async function check(model: Model, { pick, offset }: Step, named: boolean): Promise<void> {
  const token = model.tokenOf(pick);
  if (!token) return;
  const value = model.step(token.phone, offset);
  const asked = { user: { username: token.username }, code: token.phone.at(value) };
  const reply = await model.ask("verification.check", named ? { ...asked, tokenId: token.id } : asked);
  if (typeof reply === "string") {
    expect(reply).toBe("CLOCK_ROLLED_BACK");
    return;
  }
  model.events += 1;
  if (reply["result"] === "accepted") {
    const holder = model.tokens.find(({ id }) => id === reply["tokenId"]);
    expect(holder?.status, "only an active authenticator is accepted").toBe("active");
    expect(holder?.phone.seed.equals(token.phone.seed)).toBe(true);
    model.accept(token.phone, value);
  }
  await model.noteLocks(token.username);
}

async function wrong(model: Model, { pick }: Step): Promise<void> {
  const username = userOf(model, pick);
  const code = String(randomBytes(4).readUInt32BE() % 1_000_000).padStart(6, "0");
  const reply = await model.ask("verification.check", { user: { username }, code });
  if (typeof reply === "string") return;
  // No authenticator here shows six digits.
  expect(reply["result"]).toBe("refused");
  model.events += 1;
  await model.noteLocks(username);
}

async function test(model: Model, { pick, offset }: Step): Promise<void> {
  const token = model.tokenOf(pick);
  if (!token) return;
  const code = token.phone.at(model.step(token.phone, offset));
  const reply = await model.ask("verification.test", { user: { username: token.username }, code });
  if (typeof reply !== "string") model.events += 1;
}

async function resync(model: Model, { pick, offset }: Step): Promise<void> {
  const token = model.tokenOf(pick);
  if (!token) return;
  const value = model.step(token.phone, offset * 4);
  const codes = { first: token.phone.at(value), second: token.phone.at(value + 1) };
  const reply = await model.ask("tokens.resync", { tokenId: token.id, ...codes });
  if (reply === "RESYNC_REFUSED") {
    model.events += 1;
    await model.noteLocks(token.username);
  }
  if (typeof reply === "string") return;
  expect(token.status).toBe("active");
  model.accept(token.phone, value);
  model.accept(token.phone, value + 1);
  model.events += 1;
}

function release(token: ModelToken, state: ModelDevice["state"]): void {
  token.status = "revoked";
  if (token.device) token.device.state = state;
}

async function move(model: Model, { pick }: Step, act: "disable" | "enable" | "revoke" | "unlock"): Promise<void> {
  const token = model.tokenOf(pick);
  if (!token || (act === "unlock" && token.status !== "locked")) return;
  const to = { disable: "disabled", enable: "active", revoke: "revoked", unlock: "active" } as const;
  const reply = await model.ask(`tokens.${act}`, { tokenId: token.id });
  if (typeof reply === "string" || token.status === to[act]) return;
  model.events += 1;
  if (act === "revoke") release(token, "stock");
  else token.status = to[act];
}

async function assign(model: Model, { pick, offset }: Step): Promise<void> {
  const device = model.devices[pick % model.devices.length];
  if (!device) return;
  const username = userOf(model, pick >> 2);
  const value = model.step(device.phone, offset);
  const input = { serial: device.serial, user: { username }, code: device.phone.at(value) };
  const reply = await model.ask("inventory.assign", input);
  if (reply === "CODE_REFUSED") model.events += 1;
  if (typeof reply === "string") return;
  expect(device.state).toBe("stock");
  model.expire(username);
  model.accept(device.phone, value);
  model.events += 2;
  device.state = "assigned";
  const { id } = reply["token"] as { id: TokenId };
  model.tokens.push({ id, username, phone: device.phone, status: "active", expiresAt: null, device });
}

async function unassign(model: Model, { pick, offset }: Step): Promise<void> {
  const device = model.devices[pick % model.devices.length];
  if (!device) return;
  const value = model.step(device.phone, offset);
  const reply = await model.ask("inventory.unassign", { id: device.id, code: device.phone.at(value) });
  if (reply === "CODE_REFUSED") {
    model.events += 1;
    const held = model.tokens.find((token) => token.device === device && token.status === "active");
    if (held) await model.noteLocks(held.username);
  }
  if (typeof reply === "string") return;
  model.accept(device.phone, value);
  model.events += 2;
  for (const token of model.tokens) if (token.device === device && token.status !== "revoked") release(token, "stock");
}

/** The next holder is given the device with the very code that took it back, or one before. */
async function handOver(model: Model, step: Step): Promise<void> {
  await unassign(model, step);
  await assign(model, step);
  await assign(model, { ...step, offset: -1 });
}

async function loseOrFind(model: Model, { pick }: Step): Promise<void> {
  const device = model.devices[pick % model.devices.length];
  if (!device) return;
  const act = device.state === "lost" ? "found" : "lost";
  const holders = model.tokens.filter((token) => token.device === device && token.status !== "revoked");
  const reply = await model.ask(`inventory.${act}`, { id: device.id });
  expect(typeof reply).not.toBe("string");
  model.events += 1 + holders.length;
  device.state = act === "lost" ? "lost" : "stock";
  for (const token of holders) release(token, "lost");
}

async function setClock(model: Model, { offset, pick }: Step): Promise<void> {
  // More often onwards than back, and never so far that a session ends.
  const far = Math.abs(offset) + 1;
  model.harness.clock.advance(pick % 5 === 0 ? -far * 15_000 : far * 20_000);
  // Being there keeps the session.
  await model.ask("access.whoami", {});
}

async function acceptClock(model: Model): Promise<void> {
  expect(await model.ask("system.acceptClock", {})).toHaveProperty("now");
  model.events += 1;
}

const acts = {
  beginTotp: (model: Model, step: Step) => begin(model, step, "totp"),
  beginHotp: (model: Model, step: Step) => begin(model, step, "hotp"),
  confirm,
  check: (model: Model, step: Step) => check(model, step, false),
  checkNamed: (model: Model, step: Step) => check(model, step, true),
  wrong,
  test,
  resync,
  disable: (model: Model, step: Step) => move(model, step, "disable"),
  enable: (model: Model, step: Step) => move(model, step, "enable"),
  unlock: (model: Model, step: Step) => move(model, step, "unlock"),
  revoke: (model: Model, step: Step) => move(model, step, "revoke"),
  assign,
  unassign,
  handOver,
  loseOrFind,
  setClock,
  acceptClock,
  restart: (model: Model) => model.harness.reopen(),
} satisfies Record<string, (model: Model, step: Step) => Promise<void>>;

const weights: Record<keyof typeof acts, number> = {
  beginTotp: 4,
  beginHotp: 3,
  confirm: 8,
  check: 16,
  checkNamed: 5,
  wrong: 3,
  test: 2,
  resync: 5,
  disable: 3,
  enable: 4,
  unlock: 3,
  revoke: 1,
  assign: 6,
  unassign: 2,
  handOver: 3,
  loseOrFind: 1,
  setClock: 12,
  acceptClock: 2,
  restart: 1,
};

/** Sequences that begin with somebody enrolled, so that most steps meet something. */
export const sequences: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    act: fc.oneof(
      ...(Object.keys(acts) as (keyof typeof acts)[]).map((act) => ({
        weight: weights[act],
        arbitrary: fc.constant(act),
      })),
    ),
    pick: fc.nat(1000),
    offset: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: -1, max: 1 }) },
      { weight: 3, arbitrary: fc.integer({ min: -4, max: 12 }) },
    ),
  }),
  { minLength: 30, maxLength: 60, size: "max" },
);

/** Plays one step and lets the model hold the console to it. */
export const play = (model: Model, step: Step): Promise<void> => acts[step.act](model, step);

let devices = 0;

/** A device of the inventory with a seed of its own. */
export async function addDevice(model: Model, kind: TokenKind): Promise<void> {
  const seed = randomBytes(20);
  const serial = `D${(devices += 1)}`;
  const { id } = await model.harness.call("inventory.add", { serial, seed: seed.toString("hex"), kind, ...form });
  model.events += 1;
  model.devices.push({ id, serial, phone: new Authenticator(seed, { kind, ...form }), state: "stock" });
}

/** A user of this model. */
export async function addUser(model: Model, username: string): Promise<void> {
  await model.harness.call("users.add", { username });
  model.events += 1;
  model.usernames.push(username);
}
