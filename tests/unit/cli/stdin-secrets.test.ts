import { PassThrough } from "node:stream";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { describe, expect, it } from "vitest";
import { parseSecrets, readSecrets } from "../../../src/cli/stdin-secrets.ts";
import { toldAll } from "../../support/told.ts";
import { pipes, rejection } from "./support.ts";

const planted = "planted-Secret-71";

function refusal(text: string | Uint8Array): AppError {
  try {
    parseSecrets(typeof text === "string" ? Buffer.from(text) : text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

describe("the JSON object on stdin", () => {
  it("gives the secrets it holds", () => {
    const text = '\n {"password":"p ä","code":"012345","backupCode":"b","passphrase":"q","recoveryKey":"r"} \n';
    expect(parseSecrets(Buffer.from(text))).toEqual({
      password: "p ä",
      code: "012345",
      backupCode: "b",
      passphrase: "q",
      recoveryKey: "r",
    });
    expect(parseSecrets(Buffer.from("{}"))).toEqual({});
  });

  it("may begin with a byte order mark, as some shells write one", () => {
    expect(parseSecrets(Buffer.from('\uFEFF{"code":"123456"}'))).toEqual({ code: "123456" });
  });

  it.each([
    ["nothing", ""],
    ["blanks", " \n\t"],
    ["no JSON", `password=${planted}`],
    ["JSON cut off", `{"password":"${planted}`],
    ["two objects", `{"password":"${planted}"}{"code":"123456"}`],
    ["a list", `["${planted}"]`],
    ["a string", `"${planted}"`],
    ["null", "null"],
    ["a number", "123456"],
    ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0x22])],
  ])("refuses %s", (_what, text) => {
    const error = refusal(text);
    expect(error.code).toBe("INVALID_INPUT");
    expect(say(error.text)).toContain("one JSON object");
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify([error.message, error.text, error.fields])).not.toContain(planted);
  });

  it.each(["passwrod", "__proto__", "constructor", "Password", ""])("refuses the unknown key %j", (key) => {
    const error = refusal(`{"password":"${planted}",${JSON.stringify(key)}:"x"}`);
    expect(error.code).toBe("INVALID_INPUT");
    expect(Object.entries(toldAll(error.fields ?? {}))).toEqual([[key, "This key is not known."]]);
    expect(say(error.text)).toContain(
      "password, code, secondCode, thirdCode, backupCode, passphrase, recoveryKey, identity",
    );
  });

  it.each(["123456", "null", "true", '["123456"]', '{"a":1}'])("refuses a code that is %s, not a string", (value) => {
    expect(toldAll(refusal(`{"code":${value}}`).fields)).toEqual({ code: "This must be a string." });
  });

  it("stops reading at 64 KB", async () => {
    const stdin = new PassThrough();
    stdin.write(Buffer.alloc(64 * 1024 + 1, " "));
    const error = await rejection(readSecrets(stdin, pipes().signal));
    expect(error).toMatchObject({ code: "INVALID_INPUT" });
    expect(say((error as AppError).text)).toContain("64 KB");
    expect(stdin.destroyed).toBe(true);
  });

  it("reads a secret that comes in pieces, through the middle of a character", async () => {
    const stdin = new PassThrough();
    const bytes = Buffer.from('{"password":"ä"}');
    const cut = bytes.indexOf(0xc3) + 1;
    stdin.write(bytes.subarray(0, cut));
    stdin.end(bytes.subarray(cut));
    expect(await readSecrets(stdin, pipes().signal)).toEqual({ password: "ä" });
  });

  it("ends with CANCELLED while the writer keeps the pipe open", async () => {
    const stdin = new PassThrough();
    const interruption = new AbortController();
    const reading = rejection(readSecrets(stdin, interruption.signal));
    interruption.abort();
    expect(await reading).toMatchObject({ code: "CANCELLED" });
    expect(stdin.destroyed).toBe(true);
    expect(await rejection(readSecrets(new PassThrough(), interruption.signal))).toMatchObject({ code: "CANCELLED" });
  });
});
