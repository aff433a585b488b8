import { type ChildProcess, spawn } from "node:child_process";

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

const running = new Set<ChildProcess>();
// A dialog must not outlive the app that asked.
process.once("exit", () => {
  for (const child of running) child.kill();
});

/** Runs a desktop program until it ends. @throws Error when it cannot be started */
export function runProgram(program: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", (error) => {
      running.delete(child);
      reject(error);
    });
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}
