import { errorCodes } from "#shared/errors.ts";
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../../src/cli/exit-codes.ts";

describe("exit codes", () => {
  it("are 2 for wrong input and 3 for every other error", () => {
    for (const code of errorCodes) expect(exitCodeOf(code)).toBe(code === "INVALID_INPUT" ? 2 : 3);
  });

  it("are 1 where the error is the answer no", () => {
    expect(exitCodeOf("BACKUP_DAMAGED", ["BACKUP_DAMAGED"])).toBe(1);
    expect(exitCodeOf("FILE_NOT_FOUND", ["BACKUP_DAMAGED"])).toBe(3);
  });
});
