import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { requireTool, toolsMissing } from "./tools.ts";

/** Of every test that signs in through PAM. */
export const pamMissing = (module: "pamOath" | "pamGoogleAuthenticator"): boolean =>
  toolsMissing("pamtester", "pamWrapper", module);

/**
 * A service of PAM that asks one module and nothing else, in a folder of its own: nothing in /etc is read or touched.
 *
 * @param module its options, as in a line of pam.d
 * @returns whether a code lets somebody in
 */
export function pamService(
  folder: string,
  module: { tool: "pamOath" | "pamGoogleAuthenticator"; options: string },
): (user: string, code: string) => Promise<boolean> {
  const services = path.join(folder, "pam.d");
  mkdirSync(services, { recursive: true });
  writeFileSync(path.join(services, "countersign"), `auth required ${requireTool(module.tool)} ${module.options}\n`);
  const env = {
    ...process.env,
    LC_ALL: "C",
    TZ: "UTC",
    LD_PRELOAD: requireTool("pamWrapper"),
    PAM_WRAPPER: "1",
    PAM_WRAPPER_SERVICE_DIR: services,
  };
  const pamtester = requireTool("pamtester");
  return (user, code) =>
    new Promise((resolve, reject) => {
      const child = execFile(pamtester, ["countersign", user, "authenticate"], { env }, (fault, stdout, stderr) => {
        if (stdout.includes("successfully authenticated")) resolve(true);
        else if (stderr.includes("Authentication failure")) resolve(false);
        else reject(new Error(`pamtester said neither yes nor no: ${stdout}${stderr}`, { cause: fault }));
      });
      child.stdin?.end(`${code}\n`);
    });
}
