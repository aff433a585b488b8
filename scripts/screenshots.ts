// npm run screenshots: renews the pictures in docs/screenshots (tests/e2e/screenshots.spec.ts).
import { buildIfStale } from "./build.ts";
import { inOwnHome, playwrightCommand } from "./lib/browser-tests.ts";
import { main, ScriptError } from "./lib/report.ts";
import { howToInstall, installTools, toolsFor } from "./tools.ts";

await main(async () => {
  await buildIfStale();
  const { missing, reason } = await installTools(toolsFor("test"));
  if (missing.length > 0)
    throw new ScriptError(`not installed: ${missing.join(", ")} (${reason}); ${howToInstall(missing)}`);
  const runtime = process.env["COUNTERSIGN_RUNTIME"] === "electron" ? "electron" : "chromium";
  const { code } = await inOwnHome(playwrightCommand(runtime, "screenshots"), { COUNTERSIGN_RUNTIME: runtime });
  return code;
});
