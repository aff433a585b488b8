import type { Fault } from "../../scripts/lib/faults/fault.ts";

const samples = "tests/contract/formats/samples.test.ts";
const written = "tests/unit/formats/verifiers.test.ts";
const googleAuthenticator = "tests/interop/formats/google-authenticator.test.ts";
const pamOath = "tests/interop/formats/pam-oath.test.ts";

const deltas = "tests/integration/targets/delta.test.ts";

export const faults: readonly Fault[] = [
  {
    name: "what was changed while a file was written is forgotten",
    file: "src/main/store/factors/target-marks.ts",
    find: "DELETE FROM target_marks WHERE target_id = ? AND seq <= ?",
    replace: "DELETE FROM target_marks WHERE target_id = ? AND ? > 0",
    tests: [deltas],
    named: "somebody who is changed while the file is written is looked at the next time",
  },
  {
    name: "whoever cannot go to a system is told of only once",
    file: "src/main/targets/record-job.ts",
    find: 'if ("open" in note) await markAgain(tx, id, note.open);\n    else {',
    replace: 'if ("handed" in note) {',
    tests: [deltas],
    named: "whoever does not fit, or has to be removed there, is told of at each export",
  },
  {
    name: "the counter that pam_oath accepted last is used again",
    file: "src/main/formats/pam-oath/pam-oath.ts",
    find: "Number(factor) : Number(factor) + 1",
    replace: "Number(factor) : Number(factor)",
    tests: [samples, pamOath],
    named: "is recognised by its content, and each of its entries",
  },
  {
    name: "pam_oath is not told which code was used last",
    file: "src/main/formats/pam-oath/pam-oath.ts",
    find: "return lastStep === null ? [] :",
    replace: "return lastStep !== null ? [] :",
    tests: [pamOath],
    named: "refuses what was used here, and takes the next one",
  },
  {
    name: "google-authenticator-libpam takes a code twice",
    file: "src/main/formats/google-authenticator/google-authenticator.ts",
    find: "const reuse = ['\" DISALLOW_REUSE'",
    replace: "const reuse = ['\" ALLOW_REUSE'",
    tests: [googleAuthenticator],
    named: "lets in with a time-based code, and neither with a wrong nor with a used one",
  },
  {
    name: "scratch codes behind a dead one are read as live",
    file: "src/main/formats/google-authenticator/google-authenticator.ts",
    find: "const live = end < 0 ? codes : codes.slice(0, end);",
    replace: "const live = codes;",
    tests: [samples],
    named: "is recognised by its content, and each of its entries",
  },
  {
    name: "a file for somebody lies outside of the folder",
    file: "src/main/formats/names.ts",
    find: "const fits = plain && ",
    replace: "const fits = ",
    tests: [written, googleAuthenticator],
    named: "mean nothing to a file system otherwise",
  },
  {
    name: "Authelia gets base64 of the key",
    file: "src/main/formats/authelia/authelia.ts",
    find: 'Buffer.from(base32nopad.encode(seed), "latin1").toString("base64")',
    replace: 'seed.toString("base64") + base32nopad.encode(Buffer.alloc(0))',
    tests: [written],
    named: "gets base64 of the base32 text",
  },
  {
    name: "Keycloak reads base32 as the key itself",
    file: "src/main/formats/keycloak/credential.ts",
    find: '      secretEncoding: "BASE32",\n',
    replace: "",
    tests: [written],
    named: "gets new people with all of their authenticators",
  },
  {
    name: "a body for Keycloak adds a second authenticator when it is sent twice",
    file: "src/main/formats/keycloak/keycloak-users.ts",
    find: "{ id: idOf(outgoing, realm), ...credentialOf(outgoing) }",
    replace: "{ id: idOf(outgoing, realm + String(Math.random())), ...credentialOf(outgoing) }",
    tests: [written],
    named: "gets one body a person whom it knows",
  },
  {
    name: "a username opens another file of FreeRADIUS",
    file: "src/main/formats/freeradius/freeradius.ts",
    find: '[^"\\\\$\\p{C}',
    replace: '[^"\\\\\\p{C}',
    tests: ["tests/interop/formats/freeradius.test.ts"],
    named: "would open another file for a name",
  },
  {
    name: "a file for Auth0 is larger than it takes",
    file: "src/main/formats/auth0/auth0.ts",
    find: "const mostBytes = 499_000;",
    replace: "const mostBytes = 4_990_000;",
    tests: [written],
    named: "gets files of at most 500 KB",
  },
];
