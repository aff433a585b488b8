import { describe, expect, test } from "vitest";
import { createEvent, HostEmitter } from "../../../src/chromium-host/emitter.ts";
import {
  missingExport,
  NotProvided,
  refuseUnknownMembers,
  refusingObject,
} from "../../../src/chromium-host/refusals.ts";

class Sample extends HostEmitter {
  readonly #secret = 7;

  constructor() {
    super("sample", ["happens"]);
  }

  reveal(): number {
    return this.#secret;
  }
}
refuseUnknownMembers("sample", Sample);

const member = (target: object, name: string): unknown => (target as Record<string, unknown>)[name];

describe("members that are not provided", () => {
  test("throw by name, and known ones work", () => {
    const sample = new Sample();
    expect(sample.reveal()).toBe(7);
    expect(() => member(sample, "unknown")).toThrow("chromium-host: sample.unknown is not provided");
    expect(() => member(sample, "unknown")).toThrow(NotProvided);
  });

  test("can be asked about, and do not disturb the language", async () => {
    const sample = new Sample();
    expect("unknown" in sample).toBe(false);
    expect(await Promise.resolve(sample)).toBe(sample);
    expect(JSON.stringify(refusingObject("plain", { a: 1 }))).toBe('{"a":1}');
  });

  test("of an object throw too, and its own can be replaced", () => {
    const plain = refusingObject("plain", { act: (): number => 1 });
    plain.act = () => 2;
    expect(plain.act()).toBe(2);
    expect(() => member(plain, "other")).toThrow("plain.other is not provided");
  });

  test("whole modules throw on any use", () => {
    const Missing = missingExport("Tray") as { new (): object; (): void; create(): void };
    expect(() => new Missing()).toThrow("Tray is not provided");
    expect(() => Missing()).toThrow("Tray is not provided");
    expect(() => Missing.create()).toThrow("Tray is not provided");
  });
});

describe("events", () => {
  test("that never come cannot be waited for", () => {
    const sample = new Sample();
    for (const listen of ["on", "once", "addListener", "prependListener"] as const) {
      expect(() => sample[listen]("never", () => undefined)).toThrow('the event "never" of sample is not provided');
      expect(() => sample[listen]("happens", () => undefined)).not.toThrow();
    }
  });

  test("can be prevented", () => {
    const event = createEvent({ url: "x" });
    expect(event).toMatchObject({ url: "x", defaultPrevented: false });
    event.preventDefault();
    expect(event.defaultPrevented).toBe(true);
  });
});
