import { onTestFinished } from "vitest";
import { v7 } from "uuid";
import { toAppError } from "#main/base/errors/to-app-error.ts";
import { openAt } from "#main/store/open.ts";
import { insertUser } from "#main/store/people/users.ts";
import { only } from "#main/store/statements.ts";
import type { Db, OpenOptions, Store, StoreAddress } from "#main/store/store.ts";
import type { GroupId, UserId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { type Child, startChild } from "../../support/processes.ts";

/** A kind of database under the store. */
export interface Engine {
  name: string;
  /** Where a store can be made that does not exist yet; it goes away with the test. */
  readonly newPlace: () => StoreAddress | Promise<StoreAddress>;
}

const other = new URL("other-process.ts", import.meta.url);

let made = 0;
export const person = (name: string, username = `u${(made += 1)}`) => ({
  id: v7() as UserId,
  username,
  name,
  email: "",
  external_id: "",
  notes: "",
  status: "active" as const,
  created_at: 1,
});

export const addPerson = (store: Store, name: string): Promise<number> =>
  store.write((tx) => insertUser(tx, person(name)));

export const group = (name: string) => ({
  id: v7() as GroupId,
  name,
  name_key: nameKey(name),
  description: "",
  created_at: 1,
});

export const countGroups = (db: Db): Promise<number> => only<number>(db, "SELECT count(*) FROM groups");

/** The code with which the rest of the program knows an error. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (thrown: unknown) => toAppError(thrown).code,
  );

export class Stop extends Error {}
export const fail = (): never => {
  throw new Stop();
};

export const page = { sort: "name", from: null, startAt: null, limit: 100 } as const;

/** One more connection to a store, until the end of the test. */
export async function again(address: StoreAddress, options: OpenOptions = {}): Promise<Store> {
  const store = await openAt(address, options);
  onTestFinished(() => store.close());
  return store;
}

/** A store that nobody has written to. */
export const newStore = async ({ newPlace }: Engine, options: OpenOptions = {}): Promise<Store> =>
  again(await newPlace(), { create: true, ...options });

/** Another process that has the store open, until the end of the test. */
export function newProcess(address: StoreAddress): Child {
  const child = startChild(other, [JSON.stringify(address)]);
  onTestFinished(async () => {
    child.process.kill("SIGKILL");
    await child.ended;
  });
  return child;
}
