import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { addressIn } from "#main/store/open.ts";
import { storeFolder } from "#main/store/data-folder.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { conforms } from "./conformance.ts";

conforms({
  name: "SQLite",
  newPlace() {
    const dataDir = join(temporaryFolder(), "data");
    mkdirSync(storeFolder(dataDir), { recursive: true, mode: 0o700 });
    return addressIn(dataDir);
  },
});
