import { expect, test } from "vitest";
import { toAppUrl, toBrowserUrl, withoutFragment } from "../../../src/chromium-host/urls.ts";

const schemes = new Set(["app", "help"]);

test.each([
  ["app://console/index.html", "https://app.console.localhost/index.html"],
  ["app://console", "https://app.console.localhost/"],
  ["app://console/a%20b?x=1&y=%2F#/users/7", "https://app.console.localhost/a%20b?x=1&y=%2F#/users/7"],
  ["help://one.two/", "https://help.one.two.localhost/"],
  ["app://console?x", "https://app.console.localhost/?x"],
])("%s", (url, browserUrl) => {
  expect(toBrowserUrl(url, schemes)).toBe(browserUrl);
});

test.each([
  "https://example.org/",
  "other://console/",
  "app:console",
  "about:blank",
  "app://user@console/",
  "app://console:1/",
  "",
])("%s is not the app's", (url) => {
  expect(toBrowserUrl(url, schemes)).toBeNull();
});

test.each(["app://console/", "app://console/index.html?q=1#/a", "help://one.two/x"])(
  "%s comes back as it was",
  (url) => {
    expect(toAppUrl(toBrowserUrl(url, schemes) ?? "", schemes)).toBe(url);
  },
);

test.each([
  "http://app.console.localhost/",
  "https://app.console.localhost:8443/",
  "https://user@app.console.localhost/",
  "https://app.localhost/",
  "https://localhost/",
  "https://other.console.localhost/",
  "https://app.console.localhost.example.org/",
  "chrome-error://chromewebdata/",
  "about:blank",
  "not a url",
])("%s is not a page of the app", (url) => {
  expect(toAppUrl(url, schemes)).toBeNull();
});

test("dots in the path are gone before the app sees it", () => {
  expect(toBrowserUrl("app://console/a/../../b", schemes)).toBe("https://app.console.localhost/b");
});

test("only the fragment is left out", () => {
  expect(withoutFragment("app://console/a?b#c#d")).toBe("app://console/a?b");
});
