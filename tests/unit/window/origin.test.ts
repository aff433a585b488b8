import { describe, expect, it } from "vitest";
import { appDocument, isAppUrl, isDocument, userSideDocument } from "#main/window/door/origin.ts";

describe("the console's own origin", () => {
  it.each([appDocument, "app://console/", "app://console/assets/index.js", "app://console/?a=1#/users"])(
    "is %s",
    (url) => expect(isAppUrl(url)).toBe(true),
  );

  it.each([
    "https://console/index.html",
    "app://console.example/index.html",
    "app://consol/index.html",
    "app://evil@console/index.html",
    "app://console:1/index.html",
    "apps://console/index.html",
    "file:///console/index.html",
    "data:text/html,app://console/",
    "about:blank",
    "",
    "not a url",
  ])("is not %s", (url) => expect(isAppUrl(url)).toBe(false));

  it("has one document, with any query and fragment", () => {
    expect(isDocument(appDocument, appDocument)).toBe(true);
    expect(isDocument("app://console/?x#/users", appDocument)).toBe(true);
    expect(isDocument("app://console/assets/logo.svg", appDocument)).toBe(false);
    expect(isDocument("app://other/index.html", appDocument)).toBe(false);
    expect(isDocument(userSideDocument, appDocument)).toBe(false);
  });

  it("has another for the user's window", () => {
    expect(isDocument(`${userSideDocument}#turn`, userSideDocument)).toBe(true);
    expect(isDocument(appDocument, userSideDocument)).toBe(false);
    expect(isDocument("app://console/", userSideDocument)).toBe(false);
  });
});
