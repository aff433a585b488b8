import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import type { DeskId } from "#shared/model/ids.ts";

/** An installation of the console. Its id shows who did something; it opens nothing. */
export interface Desk {
  readonly id: DeskId;
  /** The computer's name, for people to read. */
  readonly name: string;
}

/** What an installation runs on: tells a data folder from its copy on another computer or of another account. */
export interface Computer {
  /** Hexadecimal SHA-256. */
  readonly id: string;
  readonly name: string;
}

/** systemd's id of the installation, which is to be hashed before it is used (machine-id(5)); elsewhere the name. */
function machineId(): string {
  try {
    return readFileSync("/etc/machine-id", "utf8").trim() || hostname();
  } catch {
    return hostname();
  }
}

let known: Computer | undefined;

export function thisComputer(): Computer {
  if (known) return known;
  const { uid, username } = userInfo();
  const facts = JSON.stringify(["countersign/v1/computer", machineId(), uid, username]);
  known = { id: createHash("sha256").update(facts).digest("hex"), name: hostname() };
  return known;
}
