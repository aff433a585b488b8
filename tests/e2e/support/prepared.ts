import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Phone } from "./phone.ts";
import { terminal } from "./terminal.ts";

export interface Person {
  name: string;
  phone: Phone;
  backupCodes: readonly string[];
}

/** A console that is set up, in a folder of its own, and what its people hold. */
export interface Prepared {
  dataDir: string;
  owner: Person & { password: string };
  recoveryKey: string;
  /** Enrolled. */
  ada: Person & { username: string };
  /** Not enrolled. */
  grace: { name: string; username: string };
}

export const organisation = "Example Hospital";
const password = "correct horse battery 71";

interface Pending {
  tokenId: string;
  uri: string;
}

interface Codes {
  backupCodes: string[];
}

/** Sets a console up from the terminal. */
function prepare(dataDir: string, keychain: boolean): Prepared {
  const run = (args: readonly string[], secrets = {}): unknown => terminal({ dataDir, keychain }, args, secrets);
  const begin = ["setup", "begin", "--organisation", organisation, "--owner", "olga"];
  const begun = run(begin, { password }) as Pending & { recoveryKey: string };
  const owner = new Phone(begun.uri);
  const confirmed = run(["setup", "confirm"], { password, code: owner.next() }) as Codes;
  run(["people", "add", "--username", "ada", "--name", "Ada Lovelace", "--email", "ada@example.org"]);
  run(["people", "add", "--username", "grace", "--name", "Grace Hopper"]);
  const pending = run(["enrol", "begin", "ada", "--label", "Phone"]) as Pending;
  const ada = new Phone(pending.uri);
  const enrolled = run(["enrol", "confirm", pending.tokenId], { code: ada.next() }) as Codes;
  run(["sign-out"]);
  return {
    dataDir,
    owner: { name: "olga", password, phone: owner, backupCodes: confirmed.backupCodes },
    recoveryKey: begun.recoveryKey,
    ada: { name: "Ada Lovelace", username: "ada", phone: ada, backupCodes: enrolled.backupCodes },
    grace: { name: "Grace Hopper", username: "grace" },
  };
}

/** Prepares one store a kind and hands out copies of it. */
export class PreparedStores {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "countersign-prepared-"));
  readonly #made = new Map<boolean, Prepared>();

  /** @param keychain whether this computer's keychain holds the key; otherwise the owner's password opens the store */
  copyTo(dataDir: string, keychain: boolean): Prepared {
    let original = this.#made.get(keychain);
    if (!original) {
      original = prepare(path.join(this.#folder, keychain ? "keychain" : "password"), keychain);
      this.#made.set(keychain, original);
    }
    cpSync(original.dataDir, dataDir, { recursive: true });
    const { owner, ada } = original;
    return {
      ...original,
      dataDir,
      owner: { ...owner, phone: owner.phone.copy() },
      ada: { ...ada, phone: ada.phone.copy() },
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
