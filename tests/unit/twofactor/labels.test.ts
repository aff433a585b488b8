import { describe, expect, it } from "vitest";
import { newPhoneLabel, ownLabel, phoneLabel } from "#main/twofactor/labels.ts";

const november = new Date(2026, 10, 29, 12).getTime();
const labelled = (...labels: string[]) => labels.map((label) => ({ label }));

describe("the name of an authenticator that nobody named", () => {
  it("says what it is and since when", () => {
    expect(phoneLabel(november)).toBe("Phone, November 2026");
  });

  it("tells it from the others of the same person", () => {
    expect(ownLabel(labelled("Phone, November 2026", "Phone, November 2026 2"), phoneLabel(november))).toBe(
      "Phone, November 2026 3",
    );
  });

  it("keeps a name that somebody gave to the one it replaces, and no other", () => {
    const [given, unnamed, old] = labelled("Work phone", "Phone, March 2025", "Authenticator 2");
    expect(newPhoneLabel(labelled("Work phone"), given, november)).toBe("Work phone");
    expect(newPhoneLabel(labelled("Phone, March 2025"), unnamed, november)).toBe("Phone, November 2026");
    expect(newPhoneLabel(labelled("Authenticator 2"), old, november)).toBe("Phone, November 2026");
  });
});
