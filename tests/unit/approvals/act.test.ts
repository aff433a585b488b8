import { expect, test } from "vitest";
import { type Act, actOf, isAbout, isFor } from "#main/administrators/approvals/act.ts";
import type { Context } from "#main/call/context.ts";
import type { Describers } from "#main/call/handlers.ts";
import { Keys, newDataKey } from "#main/keys/keys.ts";
import type { ApprovalRow } from "#main/store/migrations/schema.ts";
import type { AdminId } from "#shared/model/ids.ts";
import { toStored } from "#shared/texts/stored.ts";
import { text, type Text } from "#shared/texts/text.ts";

const keys = new Keys(newDataKey());
const requester = "a1" as AdminId;
const context = {} as Context;
const title = text("approvals.removeOwner", { name: "Olga" });
const facts = [text("approvals.neverAgain", { name: "Olga" })];

async function removal(said: { title: Text; facts: Text[] } = { title, facts }): Promise<Act> {
  const describers = { "admins.remove": () => Promise.resolve(said) } as unknown as Describers;
  const act = await actOf(context, keys, describers, {
    procedure: "admins.remove",
    input: { reason: "gone", id: "a2" },
    requester,
  });
  if (!act) throw new Error("no approval is needed");
  return act;
}

const row = (of: { title: string; digest: Buffer }) => of as ApprovalRow;

test("an approval is for the same keys and facts, in whatever order they were put", async () => {
  const act = await removal();
  const again = await removal({ title: { facts: { name: "Olga" }, key: title.key }, facts });
  expect(isFor(row({ title: toStored(act.title), digest: act.digest }), again)).toBe(true);
  const other = await removal({ title: text("approvals.removeOwner", { name: "Oleg" }), facts });
  expect(isFor(row({ title: toStored(act.title), digest: act.digest }), other)).toBe(false);
  const fewer = await removal({ title, facts: [] });
  const approved = row({ title: toStored(act.title), digest: act.digest });
  expect([isFor(approved, fewer), isAbout(approved, fewer)]).toEqual([false, true]);
});

test("what it covers has no word of a sentence in it", async () => {
  const act = await removal();
  const covered = [
    "admins.remove",
    { id: "a2", reason: "gone" },
    { facts: { name: "Olga" }, key: "approvals.removeOwner" },
    [{ facts: { name: "Olga" }, key: "approvals.neverAgain" }],
    requester,
  ];
  expect(act.digest).toEqual(keys.auditMac("countersign/v1/approval\n", JSON.stringify(covered)));
});

test("an approval of before, which covers sentences, is still for the action, and only if it says so itself", async () => {
  const sentence = "Remove the owner Olga";
  const covered = [
    "admins.remove",
    { id: "a2", reason: "gone" },
    sentence,
    ["Olga can never sign in again; their actions stay in the audit log under that name"],
    requester,
  ];
  const digest = keys.auditMac("countersign/v1/approval\n", JSON.stringify(covered));
  const act = await removal();
  const legacy = row({ title: toStored(text("plain.legacy", { sentence })), digest });
  expect([isFor(legacy, act), isAbout(legacy, act)]).toEqual([true, true]);
  expect(isFor(row({ title: toStored(title), digest }), act)).toBe(false);
  const fewer = await removal({ title, facts: [] });
  expect([isFor(legacy, fewer), isAbout(legacy, fewer)]).toEqual([false, true]);
});

test("an approval of a restore, which an older version asked for under another name, is still for the restore", async () => {
  const restore = { title: text("approvals.restore"), facts: [text("approvals.everybodyOut")] };
  const describers = { "archive.restore": () => Promise.resolve(restore) } as unknown as Describers;
  const input = { file: "/backups/july.age" };
  const act = await actOf(context, keys, describers, { procedure: "archive.restore", input, requester });
  const sentence = "Replace the database with a backup";
  const covered = ["backup.restore", input, sentence, ["Everybody is signed out"], requester];
  const digest = keys.auditMac("countersign/v1/approval\n", JSON.stringify(covered));
  const legacy = row({ title: toStored(text("plain.legacy", { sentence })), digest });
  expect(act && [isFor(legacy, act), isAbout(legacy, act)]).toEqual([true, true]);
  const renamed = keys.auditMac("countersign/v1/approval\n", JSON.stringify(["archive.restore", ...covered.slice(1)]));
  expect(act && isFor({ ...legacy, digest: renamed }, act)).toBe(false);
});
