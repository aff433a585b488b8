import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { auth0 } from "#main/formats/auth0/auth0.ts";
import { authelia } from "#main/formats/authelia/authelia.ts";
import { codeOf } from "#main/formats/code.ts";
import { entraGraph } from "#main/formats/entra-graph/entra-graph.ts";
import { keycloak } from "#main/formats/keycloak/keycloak.ts";
import { keycloakUsers } from "#main/formats/keycloak/keycloak-users.ts";
import { fileNameFor, fileNameOf, wordOf } from "#main/formats/names.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { outgoing, reasons, writeSeeds } from "../../support/outgoing.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-verifiers-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const jsonOf = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
const inside = (name: string): string => path.join(folder, name);
const key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test("a code is that of RFC 4226's vectors", () => {
  const seed = Buffer.from("12345678901234567890");
  expect([0, 1, 9].map((counter) => codeOf(seed, counter, 6))).toEqual(["755224", "287082", "520489"]);
  expect(codeOf(seed, 37_037_036, 8)).toBe("07081804");
});

describe("names of files", () => {
  test("are the username where that can be one", () => {
    for (const name of ["ada", "ada.lovelace@example.org", "Ωmega", "o+vpn", "_x", "1"]) {
      expect(fileNameOf(name)).toBeNull();
      expect(fileNameFor(name)).toBe(name);
    }
  });

  test("mean nothing to a file system otherwise, and are never those of somebody else", () => {
    const names = ["../x", "a/b", "a b", "a%20b", ".", "..", "con", "CON", "nul.txt", "a:b", "é/ü", "-x", "a.", "A/b"];
    const written = names.map(fileNameFor);
    for (const name of written) expect(name).toMatch(/^%[A-Za-z0-9_%]+$/u);
    expect(new Set(written.map((name) => name.toLowerCase())).size).toBe(names.length);
    const long = "x/".repeat(200);
    expect(fileNameFor(long).length).toBeLessThan(80);
    expect(fileNameFor(long)).not.toBe(fileNameFor(`${long}y`));
  });

  test("are words where the username is one", () => {
    expect([wordOf("ada"), wordOf("a b")?.key, wordOf("")?.key, wordOf("a\u200Bb")?.key]).toEqual([
      null,
      "formats.usernameNoWord",
      "formats.usernameNoWord",
      "formats.usernameNoWord",
    ]);
  });
});

describe("Keycloak", () => {
  const both = [
    outgoing("ada", { name: "Ada Lovelace", label: 'Phone "2"' }),
    outgoing("ada", { kind: "hotp", counter: 9, algorithm: "SHA256", digits: 8, serial: "CSGN00000002" }),
    outgoing("grace hopper", { email: "", name: "", period: 60, algorithm: "SHA512" }),
  ];

  const parts = (credential: unknown) => {
    const { secretData, credentialData, ...rest } = credential as Record<string, string>;
    return {
      ...rest,
      secret: JSON.parse(secretData ?? "") as unknown,
      data: JSON.parse(credentialData ?? "") as unknown,
    };
  };

  test("gets new people with all of their authenticators, and stops where one exists", async () => {
    await writeSeeds(keycloak, inside("import.json"), both);
    const { ifResourceExists, users } = jsonOf(inside("import.json")) as {
      ifResourceExists: string;
      users: { username: string; credentials: unknown[] }[];
    };
    expect(ifResourceExists).toBe("FAIL");
    expect(users.map(({ credentials, ...person }) => [person, credentials.length])).toEqual([
      [{ username: "ada", email: "ada@example.org", firstName: "Ada Lovelace", enabled: true }, 2],
      [{ username: "grace hopper", enabled: true }, 1],
    ]);
    expect(parts(users[0]?.credentials[0])).toEqual({
      type: "otp",
      userLabel: 'Phone "2"',
      createdDate: Date.UTC(2026, 0, 1),
      secret: { value: key },
      data: { subType: "totp", digits: 6, counter: 0, period: 30, algorithm: "HmacSHA1", secretEncoding: "BASE32" },
    });
    expect(parts(users[0]?.credentials[1]).data).toEqual({
      subType: "hotp",
      digits: 8,
      counter: 9,
      period: 0,
      algorithm: "HmacSHA256",
      secretEncoding: "BASE32",
    });
  });

  test("gets one body a person whom it knows, and can be sent it twice", async () => {
    const idsOf = async (name: string, realm: string): Promise<string[]> => {
      const files = await writeSeeds(keycloakUsers, inside(name), both, { realm });
      expect(files.map((file) => path.basename(file))).toEqual(["ada.json", "%67race%20hopper.json"]);
      return files.flatMap((file) =>
        (jsonOf(file) as { credentials: { id: string }[] }).credentials.map(({ id }) => id),
      );
    };
    const ids = await idsOf("once", "example");
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(new Set(ids).size).toBe(3);
    expect(await idsOf("again", "example")).toEqual(ids);
    // An id is there once for all realms.
    expect((await idsOf("other", "another")).filter((id) => ids.includes(id))).toEqual([]);
  });

  test("is written without anybody, and refuses a counter that it cannot hold", async () => {
    await writeSeeds(keycloak, inside("none.json"), []);
    expect(jsonOf(inside("none.json"))).toEqual({ ifResourceExists: "FAIL", users: [] });
    expect(reasons(keycloak, outgoing("ada", { kind: "hotp", counter: 2 ** 31 }))).toEqual(["formats.counterTooHigh"]);
  });
});

describe("Authelia", () => {
  test("gets base64 of the base32 text, and names as they are", async () => {
    const name = `o'neill: "x" #1\u2028- {a}`;
    await writeSeeds(authelia, inside("export.yml"), [
      outgoing(name, { lastStep: 59_000_000 }),
      outgoing("0042", { algorithm: "SHA512", digits: 8, period: 60 }),
    ]);
    const common = { created_at: "2026-01-01T00:00:00.000Z", issuer: "Example Hospital" };
    const secret = Buffer.from(key).toString("base64");
    expect(parse(readFileSync(inside("export.yml"), "utf8"))).toEqual({
      totp_configurations: [
        {
          ...common,
          last_used_at: "2026-02-02T02:40:00.000Z",
          username: name,
          algorithm: "SHA1",
          digits: 6,
          period: 30,
          secret,
        },
        { ...common, last_used_at: null, username: "0042", algorithm: "SHA512", digits: 8, period: 60, secret },
      ],
    });
    await writeSeeds(authelia, inside("none.yml"), []);
    expect(parse(readFileSync(inside("none.yml"), "utf8"))).toEqual({ totp_configurations: [] });
  });
});

describe("Auth0", () => {
  test("gets files of at most 500 KB, with everybody in one of them", async () => {
    const people = Array.from({ length: 10_000 }, (_, index) => outgoing(`person${index}`, { name: "Élodie Müller" }));
    const files = await writeSeeds(auth0, folder, people);
    expect(files.map((file) => path.basename(file)).slice(0, 2)).toEqual(["users-0001.json", "users-0002.json"]);
    for (const file of files) expect(statSync(file).size).toBeLessThan(500_000);
    const read = files.flatMap((file) => jsonOf(file) as unknown[]);
    expect(read).toHaveLength(people.length);
    expect(read.at(-1)).toEqual({
      email: "person9999@example.org",
      name: "Élodie Müller",
      mfa_factors: [{ totp: { secret: key } }],
    });
  });

  test("refuses what its file has no place for", () => {
    expect(reasons(auth0, outgoing("ada", { email: "" }))).toEqual(["formats.noEmail"]);
    expect(reasons(auth0, outgoing("ada", { period: 60, digits: 8, algorithm: "SHA256" }))).toEqual([
      "formats.noAlgorithm",
      "formats.noDigits",
      "formats.noPeriod",
    ]);
  });
});

describe("Entra's Graph", () => {
  const externalId = "0CADBF92-0000-4000-8000-0123456789AB";

  test("gets tokens with their owners", async () => {
    const hardware = { hardware: true, model: "Token 100", serial: "1234567890" };
    await writeSeeds(entraGraph, inside("body.json"), [
      outgoing("ada", { externalId }),
      outgoing("grace", { externalId, ...hardware, algorithm: "SHA256", period: 60 }),
    ]);
    const common = { manufacturer: "Countersign", secretKey: key, assignTo: { id: externalId.toLowerCase() } };
    expect(jsonOf(inside("body.json"))).toEqual({
      "@context": "#$delta",
      value: [
        {
          "@contentId": "1",
          serialNumber: "CSGN00000001",
          model: "TOTP",
          timeIntervalInSeconds: 30,
          hashFunction: "hmacsha1",
          ...common,
        },
        {
          "@contentId": "2",
          serialNumber: "1234567890",
          model: "Token 100",
          timeIntervalInSeconds: 60,
          hashFunction: "hmacsha256",
          ...common,
        },
      ],
    });
  });

  test("needs the object id, and keys that its limit has room for", () => {
    expect(reasons(entraGraph, outgoing("ada", { externalId: "ada@example.org" }))).toEqual(["formats.noObjectId"]);
    expect(reasons(entraGraph, outgoing("ada", { externalId, seed: Buffer.alloc(81) }))).toEqual([
      "formats.keyTooLong",
    ]);
  });
});
