import { cpSync } from "node:fs";
import { expect, it } from "vitest";
import {
  codeFor,
  type Harness,
  newCaller,
  openHarness,
  owner,
  setUp,
  temporaryFolder,
} from "../../../support/harness.ts";

const here = { id: "00", name: "reception" };
const there = { id: "01", name: "attic" };

/** An owner who is signed in at a window and in a terminal. */
async function signedIn({ keychain }: { keychain: boolean }) {
  const harness = await openHarness({ computer: here });
  harness.keychain.refuses = !keychain;
  const { secret } = await setUp(harness);
  const terminal = newCaller({ outlivesProcess: true });
  const signIn = async () => {
    harness.clock.advance(30_000);
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) }, terminal);
  };
  await signIn();
  return { harness, terminal, signIn };
}

/** The whole data folder, opened on another computer; a terminal there has the file with the token. */
async function copied(harness: Harness, token: string | null) {
  await harness.console.close();
  const dataDir = temporaryFolder();
  cpSync(harness.dataDir, dataDir, { recursive: true });
  const { keychain, clock } = harness;
  const elsewhere = await openHarness({ dataDir, keychain, clock, computer: there });
  return { elsewhere, thief: newCaller({ outlivesProcess: true, token }) };
}

it.each([true, false])(
  "a folder that is copied to another computer signs nobody in (keychain: %s)",
  async (keychain) => {
    const { harness, terminal } = await signedIn({ keychain });
    await harness.reopen();
    expect(await harness.call("access.whoami", {}, terminal)).toMatchObject({ name: owner.name });
    const { elsewhere, thief } = await copied(harness, terminal.session.get());
    // With its keychain the desk itself has moved: its session has not.
    expect((await elsewhere.refuse("users.list", {}, thief)).code).toBe("NOT_SIGNED_IN");
    expect(thief.session.get()).toBeNull();
    expect((await elsewhere.call("system.status", {})).phase).toBe(keychain ? "ready" : "locked");
  },
);

it("after the computer was started again a terminal has to sign in again", async () => {
  const { harness, terminal, signIn } = await signedIn({ keychain: false });
  await harness.reopen(() => harness.clock.restart(0));
  const token = terminal.session.get();
  expect((await harness.refuse("users.list", {}, terminal)).code).toBe("NOT_SIGNED_IN");
  expect(terminal.session.get()).toBeNull();
  expect((await harness.call("system.status", {})).phase).toBe("locked");
  const again = newCaller({ outlivesProcess: true, token });
  expect((await harness.refuse("access.whoami", {}, again)).code).toBe("NOT_SIGNED_IN");
  await signIn();
  expect(await harness.call("access.whoami", {}, terminal)).toMatchObject({ name: owner.name });
});

it("is listed with its place, and ended from any other one", async () => {
  const { harness, terminal } = await signedIn({ keychain: true });
  const { sessions } = await harness.call("account.get", {});
  expect(sessions).toMatchObject([
    { origin: "terminal", desk: { name: here.name, here: true }, current: false },
    { origin: "window", desk: { name: here.name, here: true }, current: true },
  ]);
  const seen = await harness.call("account.get", {}, terminal);
  expect(seen.sessions.map(({ current }) => current)).toEqual([true, false]);
  await harness.call("account.endOtherSessions", {});
  expect((await harness.refuse("access.whoami", {}, terminal)).code).toBe("NOT_SIGNED_IN");
  expect(terminal.session.get()).toBeNull();
  expect(await harness.call("access.whoami", {})).toMatchObject({ name: owner.name });
});

it("a rotation of the data key lets a terminal's session go on where it is", async () => {
  const { harness, terminal } = await signedIn({ keychain: false });
  const { authority } = harness;
  if (!authority) throw new Error("nobody approves");
  const passphrases = [owner.password];
  await harness.call("vault.rotate", { passphrases, recoveryKey: authority.recoveryKey }, terminal);
  await harness.reopen();
  expect(await harness.call("users.list", {}, terminal)).toMatchObject({ total: { count: 0 } });
});
