import type { ElectronApplication, Page } from "@playwright/test";
import { screenFaults } from "../support/screen-faults.ts";
import { expect, test } from "./fixtures.ts";
import {
  button,
  check,
  field,
  heading,
  openPerson,
  readBackupCodes,
  scan,
  signOut,
  submitSignIn,
} from "./support/acts.ts";
import { organisation, type Prepared } from "./support/prepared.ts";

const qr = (page: Page) => page.getByRole("img", { name: "QR code for the authenticator app" });

/** From the person's page to an open window of theirs. @returns that window's page */
async function openForGrace(app: ElectronApplication, page: Page, { grace }: Prepared): Promise<Page> {
  await openPerson(page, grace.name);
  await page.getByRole("link", { name: "Enrol a phone" }).click();
  const opening = app.waitForEvent("window");
  await button(page, "Show on the person's screen").click();
  const user = await opening;
  await user.waitForLoadState();
  return user;
}

const turnScreen = (user: Page) => button(user, "I am being enrolled: show my code").click();

/** Everything that lies in the memory of a page's scripts. */
async function memoryOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  return chunks.join("");
}

test("a person is enrolled on a window of their own that fills the screen, and the operator sees no secret", async ({
  prepared,
  signedIn: page,
  app,
}) => {
  const user = await openForGrace(app, page, prepared);
  const panel = page.getByRole("region", { name: "On the person's screen" });
  await expect(panel).toContainText("Waiting for a code");
  const isFullScreen = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isFullScreen()),
  );
  expect(isFullScreen).toEqual([false, true]);

  await expect(heading(user, "Turn the screen")).toBeVisible();
  await expect(qr(user)).toHaveCount(0);
  await turnScreen(user);
  await expect(heading(user, prepared.grace.name)).toBeVisible();
  await expect(user.getByText(organisation)).toBeVisible();
  const phone = await scan(user);
  expect(decodeURIComponent(phone.uri.pathname)).toContain(`${organisation}:${prepared.grace.username}`);
  const { width = 0 } = (await qr(user).boundingBox()) ?? {};
  const smaller = await user.evaluate(() => Math.min(innerWidth, innerHeight));
  expect(width).toBeGreaterThanOrEqual(smaller * 0.4);
  const code = field(user, "Code from the app");
  await expect(code).toBeFocused();
  await button(user, "Can't scan?").click();
  const typed = await user.getByRole("group", { name: "Key for typing by hand" }).locator("code").allTextContents();
  expect(typed.join("")).toBe(phone.secret);

  await code.focus();
  await user.keyboard.type(phone.wrong());
  await expect(user.getByRole("alert")).toContainText("does not belong to the new authenticator");
  await expect(code).toHaveValue("");
  await expect(panel).toContainText("1 wrong code entered so far");
  expect(await screenFaults(user, "the key for typing, and a wrong code")).toEqual([]);

  expect(await memoryOf(user)).toContain(phone.secret);
  expect(await memoryOf(page)).not.toContain(phone.secret);
  expect(await page.content()).not.toContain(phone.secret);

  await expect(code).toBeFocused();
  await user.keyboard.type(phone.next());
  await expect(heading(user, "It works. Now keep your backup codes")).toBeVisible();
  const backupCodes = await readBackupCodes(user);
  await expect(panel).toContainText("The person is now writing down the backup codes.");
  const seen = await memoryOf(page);
  for (const secret of [phone.secret, ...backupCodes]) expect(seen).not.toContain(secret);

  const closed = user.waitForEvent("close");
  await button(user, "I have written them down").click();
  await closed;
  await expect(panel).toContainText("the person's screen is closed");
  await page.getByRole("link", { name: "Open the person" }).click();
  await expect(heading(page, prepared.grace.name)).toBeVisible();
  await expect(page.getByText("10 of 10 codes left")).toBeVisible();
  await expect(await check(page, phone.next())).toContainText("Accepted");
  await expect(await check(page, backupCodes[0] ?? "")).toContainText("9 backup codes left");
});

const panelOf = (page: Page) => page.getByRole("region", { name: "On the person's screen" });

/** The user's window is closed to everything else. */
async function closedToOthers(app: ElectronApplication, page: Page, user: Page): Promise<void> {
  const call = (from: Page, procedure: string) =>
    from.evaluate(async (name) => {
      const { countersign } = globalThis as unknown as { countersign: Window["countersign"] };
      const reply = await countersign.invoke({ callId: crypto.randomUUID(), procedure: name, input: {} });
      return reply.ok ? "answered" : reply.error.code;
    }, procedure);
  for (const name of ["system.status", "users.list", "tokens.list", "inPerson.state", "access.signOut"]) {
    expect(await call(user, name), name).toBe("SENDER_REFUSED");
  }
  for (const name of ["inPerson.show", "inPerson.finish"]) expect(await call(page, name), name).toBe("SENDER_REFUSED");

  const before = user.url();
  const refused = await app.evaluateHandle(({ BrowserWindow }) => {
    const next = Promise.withResolvers<boolean>();
    const contents = BrowserWindow.getAllWindows()
      .map((window) => window.webContents)
      .find((one) => one.getURL().includes("user-side"));
    contents?.once("will-navigate", (event) => next.resolve(event.defaultPrevented));
    return { refused: next.promise };
  });
  await user.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "/index.html" });
    document.body.append(link);
    link.click();
  });
  expect(await refused.evaluate(({ refused: answer }) => answer)).toBe(true);
  expect(user.url()).toBe(before);
}

/** The operator closes it, and nothing is left of the enrolment. */
async function closedByOperator(page: Page, user: Page): Promise<void> {
  const closed = user.waitForEvent("close");
  await button(page, "Close the person's screen").click();
  await closed;
  const panel = panelOf(page);
  await expect(panel).toContainText("The person's screen was closed");
  await button(panel, "Start again").click();
  await expect(button(page, "Show on the person's screen")).toBeVisible();
}

async function stoppedByUser(page: Page, user: Page): Promise<void> {
  const closed = user.waitForEvent("close");
  await turnScreen(user);
  await button(user, "Stop").click();
  await closed;
  await expect(page.getByRole("region", { name: "On the person's screen" })).toContainText(
    "No correct code was entered",
  );
}

async function crashed(page: Page, user: Page): Promise<void> {
  await turnScreen(user);
  await expect(qr(user)).toBeVisible();
  const crash = user.waitForEvent("crash");
  const session = await user.context().newCDPSession(user);
  const answer = session.send("Page.crash").catch((cause: Error) => cause.message);
  await crash;
  expect(await answer).toMatch(/crash|closed/iu);
  await expect(panelOf(page)).toContainText("was closed");
}

/** On a second display the code comes up at once. */
async function onSecondDisplay(app: ElectronApplication, page: Page, prepared: Prepared): Promise<Page> {
  await app.evaluate(({ screen }) => {
    const [first] = screen.getAllDisplays();
    if (!first) throw new Error("there is no display");
    const bounds = { ...first.bounds, x: first.bounds.x + first.bounds.width };
    screen.getAllDisplays = () => [first, { ...first, id: 2, bounds }];
  });
  const user = await openForGrace(app, page, prepared);
  await expect(qr(user)).toBeVisible();
  await expect(field(user, "Code from the app")).toBeFocused();
  return user;
}

test("the user's window is closed to everything else, and closes whatever ends the enrolment", async ({
  prepared,
  signedIn: page,
  app,
}) => {
  const open = () => openForGrace(app, page, prepared);
  const first = await open();
  await test.step("nobody else has a say in it", () => closedToOthers(app, page, first));
  await test.step("the operator closes it", () => closedByOperator(page, first));
  const second = await open();
  await test.step("the user stops", () => stoppedByUser(page, second));
  const third = await open();
  await test.step("its page crashes", () => crashed(page, third));
  const fourth = await test.step("a second display", () => onSecondDisplay(app, page, prepared));
  await test.step("the operator signs out", async () => {
    const closed = fourth.waitForEvent("close");
    await signOut(page);
    await closed;
  });
  await submitSignIn(page, { ...prepared.owner, code: prepared.owner.phone.next() });
  const fifth = await open();
  await test.step("the console's own window closes", async () => {
    const closed = fifth.waitForEvent("close");
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await closed;
  });
});
