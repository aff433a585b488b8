import type { FixtureWindow } from "./api.ts";

const page = globalThis as unknown as FixtureWindow;
document.body.dataset["module"] = "loaded";
page.received = [];
page.unsubscribe = page.fixture.subscribe((value) => page.received.push(value));
