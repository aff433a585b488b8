import { describe, expect, it } from "vitest";
import { classifyProof, secretsOf } from "../../../src/cli/secrets.ts";
import { pipes, rejection } from "./support.ts";
import { text } from "#shared/texts/text.ts";

const password = { message: text("cliSecrets.password"), kind: "known" } as const;
const passphrase = { message: text("cliSecrets.passphrase"), kind: "known", optional: true } as const;
const code = { message: text("cliSecrets.code"), kind: "code" } as const;

const missing = text("cliSecrets.keyMissing");

describe("secrets from stdin", () => {
  it("names everything that is missing at once", async () => {
    const error = await rejection(secretsOf(pipes('{"passphrase":"p"}')).ask({ password, code, passphrase }));
    expect(error).toMatchObject({
      code: "INVALID_INPUT",
      fields: { password: missing, code: missing },
    });
  });

  it("leaves out what is optional and absent, and what was not asked for", async () => {
    const secrets = secretsOf(pipes('{"password":"p","recoveryKey":"r"}'));
    expect(secrets.interactive).toBe(false);
    expect(await secrets.ask({ password, passphrase })).toEqual({ password: "p", passphrase: undefined });
  });

  it("reads stdin once for several questions", async () => {
    const secrets = secretsOf(pipes('{"password":"p","code":"123456"}'));
    expect(await secrets.ask({ password })).toEqual({ password: "p" });
    expect(await secrets.ask({ code })).toEqual({ code: "123456" });
  });

  it("takes a code or a backup code, and only one of them", async () => {
    const proofOf = (given: string) => secretsOf(pipes(given)).askWithProof({ password }, code.message);
    expect((await proofOf('{"password":"p","code":"123456"}')).proof).toEqual({ code: "123456" });
    expect((await proofOf('{"password":"p","backupCode":"b"}')).proof).toEqual({ backupCode: "b" });
    expect(await rejection(proofOf('{"password":"p","code":"1","backupCode":"b"}'))).toMatchObject({
      code: "INVALID_INPUT",
      text: text("cliSecrets.notBoth"),
    });
    const error = await rejection(proofOf("{}"));
    expect(Object.keys((error as { fields: object }).fields).toSorted()).toEqual(["code", "password"]);
  });
});

describe("what was typed as a second factor", () => {
  it.each([
    ["123456", "123456"],
    ["123 456", "123456"],
    ["1234-5678", "12345678"],
    ["12345", "12345"],
    ["1", "1"],
  ])("%j is a code", (typed, digits) => {
    expect(classifyProof(typed)).toEqual({ code: digits });
  });
  it.each([
    ["1234567890", "1234567890"],
    ["12345-67890", "1234567890"],
    ["ABCDE-FGHJK", "ABCDEFGHJK"],
    ["abc", "abc"],
  ])("%j is a backup code", (typed, backupCode) => {
    expect(classifyProof(typed)).toEqual({ backupCode });
  });
});
