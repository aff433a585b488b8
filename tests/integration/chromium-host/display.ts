import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { vi } from "vitest";
import { requireTool } from "../../support/tools.ts";

const run = promisify(execFile);

/** An X server of the test's own, and a hand on its keyboard. */
export class Display {
  readonly name: string;
  readonly #server: ChildProcess;

  private constructor(name: string, server: ChildProcess) {
    this.name = name;
    this.#server = server;
  }

  static async open(): Promise<Display> {
    // The server picks a free number and writes it to this descriptor.
    const server = spawn(requireTool("xvfb"), ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const [number] = (await once(server.stdio[3] as NodeJS.ReadableStream, "data")) as [Buffer];
    return new Display(`:${number.toString("utf8").trim()}`, server);
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, DISPLAY: this.name, WAYLAND_DISPLAY: "" };
  }

  async #xdotool(...args: string[]): Promise<string> {
    const { stdout } = await run(requireTool("xdotool"), args, { env: this.env });
    return stdout.trim();
  }

  /** The window with this title, once it is there and visible. */
  async window(title: string): Promise<string> {
    return vi.waitFor(() => this.#xdotool("search", "--onlyvisible", "--name", `^${title}$`), { timeout: 10_000 });
  }

  async press(window: string, ...keys: string[]): Promise<void> {
    await this.#xdotool("windowfocus", "--sync", window);
    await this.#xdotool("key", "--clearmodifiers", ...keys);
  }

  async type(window: string, text: string): Promise<void> {
    await this.#xdotool("windowfocus", "--sync", window);
    await this.#xdotool("type", "--clearmodifiers", text);
  }

  async close(): Promise<void> {
    this.#server.kill();
    await once(this.#server, "exit");
  }
}
