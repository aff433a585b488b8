import { createCipheriv, createDecipheriv, randomBytes, webcrypto } from "node:crypto";
import { constants as osConstants } from "node:os";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { errnoNames } from "#main/base/errors/fs.ts";
import { codeOfKeychainMessage, keychainError } from "#main/base/errors/keychain.ts";
import { toAppError } from "#main/base/errors/to-app-error.ts";
import { AppError, defaultText, type ErrorCode } from "#shared/errors.ts";
import { issueOf } from "#shared/texts/issues.ts";
import { text } from "#shared/texts/text.ts";
import { toldAll } from "../../../support/told.ts";

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const errno = (code: string) =>
  Object.assign(new Error(`${code}: it failed, open '/home/ada/secret'`), {
    code,
    syscall: "open",
    path: "/home/ada/secret",
  });

describe("an AppError", () => {
  it("passes as it is", () => {
    const error = new AppError("THROTTLED", { details: { retryAt: 5 } });
    expect(toAppError(error)).toBe(error);
  });

  it("shows through a wrapper, which becomes the cause", () => {
    const inner = new AppError("CONFLICT", {
      fields: { username: text("directory.usernameTaken") },
      details: { n: 1 },
    });
    const wrapper = new Error("wrapped", { cause: inner });
    const error = toAppError(wrapper);
    expect(error).toMatchObject({
      code: "CONFLICT",
      fields: { username: text("directory.usernameTaken") },
      details: { n: 1 },
    });
    expect(error.cause).toBe(wrapper);
  });
});

describe("the file system", () => {
  it.each([
    ["ENOENT", "FILE_NOT_FOUND"],
    ["ENOTDIR", "FILE_NOT_FOUND"],
    ["EEXIST", "FILE_EXISTS"],
    ["EISDIR", "INVALID_INPUT"],
    ["EACCES", "PERMISSION_DENIED"],
    ["EPERM", "PERMISSION_DENIED"],
    ["EROFS", "PERMISSION_DENIED"],
    ["ENOSPC", "DISK_FULL"],
    ["EDQUOT", "DISK_FULL"],
    ["EIO", "IO_ERROR"],
    ["ETIMEDOUT", "IO_ERROR"],
    ["EMFILE", "OUT_OF_MEMORY"],
    ["ENFILE", "OUT_OF_MEMORY"],
    ["ENOMEM", "OUT_OF_MEMORY"],
    ["EBUSY", "BUSY"],
    ["EAGAIN", "BUSY"],
    ["ENAMETOOLONG", "INVALID_INPUT"],
    ["ELOOP", "INVALID_INPUT"],
    ["EINVAL", "INVALID_INPUT"],
  ] as const)("%s is %s", (name, code) => {
    expect(toAppError(errno(name)).code).toBe(code);
  });

  it("never shows a path", () => {
    for (const name of errnoNames) {
      const body = toAppError(errno(name)).toBody("r");
      expect(body.code).not.toBe("INTERNAL");
      expect(JSON.stringify(body)).not.toContain("ada");
    }
  });

  it("decides every errno of this system that a file operation can give", () => {
    // errno(3) of sockets, terminals, processes and streams: no file operation answers with them.
    const notOfFiles =
      /^E(?:2BIG|ADDR|AFNOSUPPORT|ALREADY|BADF|BADMSG|CHILD|CONN|DESTADDRREQ|DOM|FAULT|HOST|IDRM|INPROGRESS|ISCONN|MSGSIZE|MULTIHOP|NET|NOBUFS|NODATA|NOEXEC|NOLCK|NOLINK|NOMSG|NOPROTOOPT|NOSR|NOSTR|NOTCONN|NOTSOCK|NOTTY|OVERFLOW|PROTO|RANGE|SRCH|TIME$|WOULDBLOCK|CANCELED)/u;
    const undecided = Object.keys(osConstants.errno).filter(
      (name) => !notOfFiles.test(name) && toAppError(errno(name)).code === "INTERNAL",
    );
    expect(undecided).toEqual([]);
  });

  it("does not take the errno of something that was no system call", () => {
    expect(toAppError(Object.assign(new Error("x"), { code: "ENOENT" })).code).toBe("INTERNAL");
  });
});

describe("a failed parse", () => {
  const Form = z.strictObject({
    name: z
      .string("The name is missing.")
      .min(2, issueOf(text("input.atLeastOne")))
      .regex(/^[a-z]+$/u, "Only letters."),
    rows: z.array(z.strictObject({ code: z.string(), kind: z.enum(["a", "b"]) })),
    either: z.union([z.email(), z.number()]).optional(),
  });

  it("names each field by its path with the first message", () => {
    const thrown = thrownBy(() =>
      Form.parse({
        name: "7",
        rows: [
          { code: "x", kind: "a" },
          { code: 1, kind: "hunter2" },
        ],
      }),
    );
    const error = toAppError(thrown);
    expect(error.code).toBe("INVALID_INPUT");
    expect(toldAll(error.fields)).toEqual({
      name: "Allow at least one.",
      "rows.1.code": "Invalid input: expected string, received number",
      "rows.1.kind": 'Invalid option: expected one of "a"|"b"',
    });
    expect(error.cause).toBe(thrown);
  });

  it("names unknown keys at their place", () => {
    const error = toAppError(
      thrownBy(() => Form.parse({ name: "ada", rows: [{ code: "x", kind: "a", role: 1 }], admin: true })),
    );
    expect(toldAll(error.fields)).toEqual({
      "rows.0.role": "Unknown field.",
      admin: "Unknown field.",
    });
  });

  it("never shows a value that was given", () => {
    const secret = "correct-horse-battery";
    const inputs = [
      secret,
      { name: secret, rows: secret },
      { name: "ada", rows: [{ code: [secret], kind: secret }], either: secret },
    ];
    for (const input of inputs) {
      const body = toAppError(thrownBy(() => Form.parse(input))).toBody("r");
      expect(body.code).toBe("INVALID_INPUT");
      expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  it("keeps what a hostile key does to the reader and to the size of the answer out", () => {
    const hostile = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`\u001B[31m\n\u202E${"k".repeat(1000)}${n}`, 1]),
    );
    const { fields } = toAppError(thrownBy(() => z.strictObject({}).parse(hostile)));
    expect(Object.keys(fields ?? {}).length).toBeGreaterThan(0);
    expect(JSON.stringify(fields).length).toBeLessThan(10_000);
    expect(Object.keys(fields ?? {}).join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("names a fault of the whole input", () => {
    expect(toldAll(toAppError(thrownBy(() => Form.parse(null))).fields)).toEqual({
      _: "Invalid input: expected object, received null",
    });
  });
});

describe("a sealed value that does not open", () => {
  const key = randomBytes(32);
  const iv = randomBytes(12);

  it("is SEAL_BROKEN from node:crypto", () => {
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    const sealed = Buffer.concat([cipher.update("seed"), cipher.final()]);
    const decipher = createDecipheriv("aes-256-gcm", randomBytes(32), iv);
    decipher.setAuthTag(cipher.getAuthTag());
    decipher.update(sealed);
    expect(toAppError(thrownBy(() => decipher.final())).code).toBe("SEAL_BROKEN");
  });

  it("is SEAL_BROKEN when its tag was cut", () => {
    const decipher = createDecipheriv("aes-256-gcm", key, iv);
    expect(toAppError(thrownBy(() => decipher.setAuthTag(randomBytes(3)))).code).toBe("SEAL_BROKEN");
  });

  it("is SEAL_BROKEN from WebCrypto", async () => {
    const imported = await webcrypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
    const failure: unknown = await webcrypto.subtle
      .decrypt({ name: "AES-GCM", iv }, imported, randomBytes(40))
      .catch((error: unknown) => error);
    expect(toAppError(failure).code).toBe("SEAL_BROKEN");
  });
});

describe("a keychain", () => {
  it.each<[string, ErrorCode]>([
    ["Cannot autolaunch D-Bus without X11 $DISPLAY", "KEYCHAIN_UNAVAILABLE"],
    ["Could not connect: No such file or directory", "KEYCHAIN_UNAVAILABLE"],
    ["The name org.freedesktop.secrets was not provided by any .service files", "KEYCHAIN_UNAVAILABLE"],
    ["Object does not exist at path “/org/freedesktop/secrets/collection/login”", "KEYCHAIN_UNAVAILABLE"],
    ["GDBus.Error:org.freedesktop.DBus.Error.NoReply: Message recipient disconnected", "KEYCHAIN_UNAVAILABLE"],
    ["Failed to load keytar native addon, checked […] on prebuilds/linux-x64", "KEYCHAIN_UNAVAILABLE"],
    ["A default keychain could not be found.", "KEYCHAIN_UNAVAILABLE"],
    ["A specified logon session does not exist. It may already have been terminated.", "KEYCHAIN_UNAVAILABLE"],
    ["Cannot create an item in a locked collection", "KEYCHAIN_REFUSED"],
    ["GDBus.Error:org.freedesktop.DBus.Error.AccessDenied: no", "KEYCHAIN_REFUSED"],
    ["The user name or passphrase you entered is not correct.", "KEYCHAIN_REFUSED"],
    ["User interaction is not allowed.", "KEYCHAIN_REFUSED"],
    ["User canceled the operation.", "KEYCHAIN_REFUSED"],
    ["Access is denied.", "KEYCHAIN_REFUSED"],
  ])("says %j: %s", (message, code) => {
    expect(codeOfKeychainMessage(message)).toBe(code);
    expect(keychainError(new Error(message)).code).toBe(code);
  });

  it("is unavailable in the adapter whatever it says, and only there", () => {
    expect(keychainError(new Error("Stranger things")).code).toBe("KEYCHAIN_UNAVAILABLE");
    expect(keychainError("no Error at all").code).toBe("KEYCHAIN_UNAVAILABLE");
    expect(toAppError(new Error("Stranger things")).code).toBe("INTERNAL");
    expect(toAppError(new Error("Could not connect: No such file or directory")).code).toBe("INTERNAL");
    expect(toAppError(new Error("Cannot autolaunch D-Bus")).code).toBe("KEYCHAIN_UNAVAILABLE");
  });
});

describe("the runtime", () => {
  it("cancelled work is CANCELLED", () => {
    const controller = new AbortController();
    controller.abort();
    expect(toAppError(thrownBy(() => controller.signal.throwIfAborted())).code).toBe("CANCELLED");
  });

  it("overdue work is BUSY", async () => {
    const signal = AbortSignal.timeout(1);
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    expect(toAppError(signal.reason).code).toBe("BUSY");
  });

  it.each<[string, () => unknown]>([
    ["an array", () => Object.assign<unknown[], object>([], { length: -1 })],
    ["a buffer", () => new ArrayBuffer(Number.MAX_SAFE_INTEGER)],
    ["a string", () => "x".repeat(2 ** 30)],
  ])("%s that does not fit is OUT_OF_MEMORY", (_name, work) => {
    expect(toAppError(thrownBy(work)).code).toBe("OUT_OF_MEMORY");
  });

  it("does not take other range errors for memory", () => {
    expect(toAppError(thrownBy(() => "x".repeat(-1))).code).toBe("INTERNAL");
  });
});

describe("what no source knows", () => {
  it.each([undefined, null, 0, "a string", Symbol("s"), {}, { code: "SQLITE_BUSY" }])(
    "%s is INTERNAL with the catalogue's words, and is the cause",
    (thrown) => {
      const error = toAppError(thrown);
      expect(error.code).toBe("INTERNAL");
      expect(error.text).toEqual(defaultText("INTERNAL"));
      expect(error.cause).toBe(thrown);
    },
  );

  it("takes the first known one of several errors", () => {
    const aggregate = new AggregateError([new Error("?"), errno("ENOSPC"), errno("EIO")], "all failed");
    const error = toAppError(aggregate);
    expect(error.code).toBe("DISK_FULL");
    expect(error.cause).toBe(aggregate);
    expect(toAppError(new AggregateError([new Error("?")])).code).toBe("INTERNAL");
  });

  it("survives a circle of causes", () => {
    const a = new Error("a");
    a.cause = new Error("b", { cause: a });
    expect(toAppError(a).code).toBe("INTERNAL");
  });
});
