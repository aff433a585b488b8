import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import { TargetId, UserId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import { seedHandlers } from "./seeds.ts";
import { epoch, tokenId, userId } from "./records.ts";

export const keysFile = "/home/mara/keys.txt";
export const keysFolder = "/media/usb";

export const vpn = TargetId.parse("0192f0c4-0010-7000-8000-000000000001");

const leftOut: OutputOf<"targets.preflight">["leftOut"] = [
  {
    userId: UserId.parse(userId(2)),
    username: "bruno",
    tokenId: tokenId(2),
    label: "Phone",
    reasons: [text("formats.noDigits", { digits: 8 }), text("formats.noPeriod", { period: 60 })],
  },
];

const preflight = (format: string): OutputOf<"targets.preflight"> => ({
  format,
  title: format,
  sums: { people: 12, authenticators: 14, go: 13, leftOut: 1 },
  leftOut,
  warnings: [],
});

const writesOf = (): NonNullable<OutputOf<"targets.formats">["formats"][number]["writes"]> => ({
  form: "file",
  extension: "txt",
  plain: true,
  settings: [],
  warnings: [],
  kinds: ["totp"],
  algorithms: ["SHA1"],
  digits: [6],
  periods: [30],
  keyBytes: { least: 1, most: 64 },
  owner: true,
});

/** A system that has most of what it should have, and one authenticator that was revoked since. */
const targetState = (target: Partial<OutputOf<"targets.add">> = {}): OutputOf<"targets.show"> => ({
  target: {
    id: vpn,
    name: "VPN",
    format: "otpauth",
    settings: {},
    group: null,
    createdAt: epoch,
    exportedAt: epoch,
    handed: 12,
    mustFit: false,
    proven: 0,
    provenAt: null,
    version: "1",
    ...target,
  },
  added: 2,
  changed: 1,
  counts: { leftOut: 1, lingering: 1 },
  leftOut,
  lingering: [{ tokenId: tokenId(9), username: "carla", label: "Old phone", serial: "", status: "revoked" }],
});

type Handlers = { [Name in ProcedureName]?: (input: InputOf<Name>) => OutputOf<Name> };

/** @param named whether a system is remembered, or in what form */
function systemHandlers(named: () => ExchangeScenario["namedSystem"], lifeOfCode: () => number): Handlers {
  const isNamed = () => named() !== false && named() !== undefined;
  const added: OutputOf<"targets.list">["targets"] = [];
  let settled = false;
  let proof: OutputOf<"targets.prove"> | null = null;
  let changes: Partial<OutputOf<"targets.change">> = {};
  const state = () => {
    const format = named() === "keycloak-users" ? "keycloak-users" : "otpauth";
    return targetState({ format, ...changes });
  };
  return {
    "targets.list": () => ({ targets: [...(isNamed() ? [targetState().target] : []), ...added] }),
    "targets.add": ({ name, format }) => {
      const { target } = targetState();
      const one = { ...target, name, format, exportedAt: null, handed: 0 };
      added.push(one);
      return one;
    },
    "targets.show": () => (settled ? { ...state(), counts: { leftOut: 1, lingering: 0 }, lingering: [] } : state()),
    "targets.ofPerson": () => ({
      handed: isNamed()
        ? [
            {
              target: { id: vpn, name: "VPN" },
              tokenId: tokenId(1),
              label: "Phone",
              serial: "",
              since: epoch,
              state: "same",
              proof,
            },
            {
              target: { id: vpn, name: "VPN" },
              tokenId: tokenId(9),
              label: "Old",
              serial: "",
              since: epoch,
              state: "remove",
              proof: null,
            },
          ]
        : [],
    }),
    "targets.settle": ({ tokens }) => {
      settled = true;
      return { settled: tokens.length };
    },
    "targets.change": ({ name, settings, mustFit }) => {
      changes = { ...(name && { name }), ...(settings && { settings }), ...(mustFit !== undefined && { mustFit }) };
      return state().target;
    },
    "targets.check": () => {
      const now = Date.now();
      return {
        target: { id: vpn, name: "VPN" },
        tokenId: tokenId(1),
        username: "ada",
        label: "Phone",
        kind: "totp",
        since: epoch,
        codes: [
          { code: "123456", counter: null, from: now - 1000, until: now + lifeOfCode() },
          { code: "654321", counter: null, from: now + lifeOfCode(), until: now + 2 * lifeOfCode() },
        ],
        expects: [text("formats.freeradiusReplay")],
      };
    },
    "targets.prove": ({ result, note = "" }) => {
      proof = { result, note, by: "mara", at: epoch };
      return proof;
    },
    "targets.remove": () => ({}),
    "targets.handOver": ({ to, encryptTo }) => ({
      ...preflight("otpauth"),
      to,
      encryptedTo: encryptTo ?? [],
      lingering: 1,
      files: [{ name: "keys.txt", bytes: 4096, sha256: "a".repeat(64) }],
      target: targetState().target,
    }),
    "targets.formats": () => ({
      formats: [
        { id: "otpauth", title: "otpauth", reads: true, writes: writesOf() },
        {
          id: "keycloak-users",
          title: "Keycloak/users",
          reads: false,
          writes: {
            ...writesOf(),
            settings: [
              { name: "realm", label: text("formats.keycloakRealm"), usual: null, secret: false, choices: null },
              {
                name: "passphrase",
                label: text("formats.settingPassphrase"),
                usual: null,
                secret: true,
                choices: null,
              },
            ],
          },
        },
        { id: "aegis", title: "Aegis", reads: true, writes: null },
      ],
    }),
    "targets.preflight": ({ format }) => preflight(format),
    "targets.export": ({ format, to, encryptTo }) => ({
      ...preflight(format),
      to,
      encryptedTo: encryptTo ?? [],
      files: [{ name: "keys.txt", bytes: 4096, sha256: "a".repeat(64) }],
    }),
  };
}

export interface ExchangeScenario {
  /** The file of seeds is a table, whose columns do not say their kind. */
  tableOfSeeds?: boolean;
  /** What is chosen in the dialog for files of seeds. */
  seedFiles?: string[];
  /** Milliseconds that each code for a sign-in lasts. */
  lifeOfCode?: number;
  /** A system that verifies codes is remembered: in the form "otpauth", or the one that is named. */
  namedSystem?: boolean | "keycloak-users";
}

/** Imports of authenticators, and the systems that they go to. */
export const exchangeHandlers = (scenario: () => ExchangeScenario): Handlers => ({
  ...seedHandlers(() => scenario().tableOfSeeds ?? false),
  ...systemHandlers(
    () => scenario().namedSystem ?? false,
    () => scenario().lifeOfCode ?? 30_000,
  ),
});
