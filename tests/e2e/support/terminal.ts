import { execFileSync } from "node:child_process";
import path from "node:path";
import { environment, root } from "./runtime.ts";

const program = path.join(root, "out/main/cli.js");

type Secrets = Partial<Record<string, string>>;

/**
 * Runs one command of the terminal form, from its production bundle.
 *
 * @returns its data
 * @throws Error when the command does not end with 0
 */
export function terminal(
  folder: { dataDir: string; keychain: boolean },
  args: readonly string[],
  secrets: Secrets = {},
): unknown {
  const output = execFileSync(process.execPath, [program, ...args, "--json", "--data", folder.dataDir], {
    input: JSON.stringify(secrets),
    encoding: "utf8",
    env: environment(folder.keychain),
  });
  return (JSON.parse(output) as { data: unknown }).data;
}
