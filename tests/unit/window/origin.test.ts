import { describe, expect, it } from "vitest";
import { appDocument, isAppDocument, isAppUrl } from "#main/window/origin.ts";

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
    expect(isAppDocument(appDocument)).toBe(true);
    expect(isAppDocument("app://console/?x#/users")).toBe(true);
    expect(isAppDocument("app://console/assets/logo.svg")).toBe(false);
    expect(isAppDocument("app://other/index.html")).toBe(false);
  });
});
