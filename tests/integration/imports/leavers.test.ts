import { expect, it } from "vitest";
import { begunByLetter } from "../../support/authenticators.ts";
import { openHarness, setUp } from "../../support/harness.ts";
import { csv, importFile, saved } from "./support.ts";

it("letters of people who leave by a table are counted and named, in the dry run and in the result", async () => {
  const harness = await openHarness();
  await setUp(harness);
  await harness.call("users.add", { username: "ann" });
  await harness.call("users.add", { username: "bob" });
  const { serial } = await begunByLetter(harness, "ann");
  const table = [
    ["username", "status"],
    ["ann", "left"],
    ["bob", "left"],
  ];
  const file = saved(harness, csv(table));
  const { mapping } = await harness.call("imports.inspect", { file });
  const message = expect.stringContaining(`No longer valid: letter ${serial}.`) as string;
  const dry = await harness.call("imports.dryRun", { file, mapping });
  expect(dry).toMatchObject({ lettersVoided: 1, losses: 1, sums: { update: 2 } });
  expect(dry.verdicts[0]).toMatchObject({ username: "ann", message });
  const done = await importFile(harness, file);
  expect(done).toMatchObject({ lettersVoided: 1, losses: 1 });
  expect((await harness.call("letters.list", {})).rows).toMatchObject([{ serial, state: "void", voidReason: "left" }]);
  expect(await importFile(harness, file)).toMatchObject({ lettersVoided: 0, sums: { unchanged: 2 } });
});
