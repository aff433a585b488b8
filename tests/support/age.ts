import { spawn } from "node:child_process";
import { once } from "node:events";
import { requireTool } from "./tools.ts";

/**
 * Runs `age` with a terminal of its own, on which it asks for passphrases; they are typed when it
 * asks. `script` (util-linux) makes the terminal.
 */
export async function age(args: string[], typed: string[], cwd: string): Promise<number> {
  const command = [requireTool("age"), ...args].map((part) => `'${part}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], { cwd });
  const answers = [...typed];
  let asked = 0;
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    const prompts = output.match(/passphrase[^:\n]*:/giu)?.length ?? 0;
    for (; asked < prompts; asked += 1) child.stdin.write(`${answers.shift() ?? ""}\n`);
  });
  const [code] = (await once(child, "close")) as [number];
  return code;
}
