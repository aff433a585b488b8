import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, JSHandle, Page } from "@playwright/test";
import type { PreloadApi, Reply } from "../../src/shared/contract/transport.ts";
import { expect, test } from "./fixtures.ts";
import { saveAs } from "./support/dialogs.ts";

type Scope = { countersign: PreloadApi };

/** Begins a backup into a file chosen in the dialog. @returns its reply, once it is asked for */
async function beginBackup(
  app: ElectronApplication,
  page: Page,
  file: string,
  proof: { code: string | null; recoveryKey: string },
): Promise<JSHandle<{ reply: Promise<Reply> }>> {
  await saveAs(app, file);
  return page.evaluateHandle(
    async ({ suggestedName, code, recoveryKey }) => {
      const { countersign } = globalThis as unknown as Scope;
      const call = (procedure: string, input: unknown) =>
        countersign.invoke({ callId: crypto.randomUUID(), procedure, input });
      const chosen = await call("files.chooseToSave", { purpose: "backup", suggestedName });
      const { file: target } = (chosen.ok ? chosen.data : {}) as { file?: string };
      const input = { file: target, passphrase: "an orchard behind the mill" };
      if (code !== null) await call("access.stepUp", { kind: "export", code });
      const asked = await call("approvals.request", { procedure: "archive.create", input });
      const { id } = (asked.ok ? asked.data : {}) as { id?: string };
      await call("approvals.approveByRecoveryKey", { id, recoveryKey });
      const begun = new Promise<void>((resolve) => {
        countersign.subscribe((event) => event.type === "progress" && resolve());
      });
      const reply = call("archive.create", input);
      await begun;
      return { reply };
    },
    { suggestedName: path.basename(file), ...proof },
  );
}

/** Answers the question before closing. @returns the questions that were asked */
const answer = (app: ElectronApplication, response: number): Promise<JSHandle<{ message: string }[]>> =>
  app.evaluateHandle(({ dialog }, chosen) => {
    const asked: { message: string }[] = [];
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push({ message: (args.at(-1) as { message: string }).message });
      return { response: chosen, checkboxChecked: false };
    };
    return asked;
  }, response);

const close = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

test("closing while a backup runs asks: it goes on if the person stays, and else is stopped and leaves no half of it", async ({
  signedIn: page,
  app,
  folder,
  prepared: { owner, recoveryKey },
}) => {
  const file = path.join(folder, "hospital.age");
  const asked = await answer(app, 0);
  const backup = await beginBackup(app, page, file, { code: owner.phone.next(), recoveryKey });
  await close(app);
  expect(await asked.jsonValue()).toEqual([{ message: "A backup is being written. Stop it and close?" }]);
  expect(await backup.evaluate(({ reply }) => reply)).toMatchObject({ ok: true });
  expect(existsSync(file)).toBe(true);

  await answer(app, 1);
  await beginBackup(app, page, path.join(folder, "second.age"), { code: null, recoveryKey });
  const closed = app.waitForEvent("close");
  await close(app);
  await closed;
  expect(readdirSync(folder).toSorted()).toEqual(["data", "hospital.age"]);
});
