import type { CustomScheme } from "electron";
import { engine } from "../engine.ts";
import { NotProvided, refuseUnknownMembers } from "../refusals.ts";

export type Handler = (request: Request) => Response | Promise<Response>;

const schemeName = /^[a-z][a-z0-9-]*$/u;

/** `protocol`: the app's own schemes, answered by its handlers. */
export class Protocol {
  readonly #schemes = new Set<string>();
  readonly #handlers = new Map<string, Handler>();

  /** @throws NotProvided for a scheme that is not standard and secure, or one with dots or pluses in its name */
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (engine.isStarted) {
      throw new Error("protocol.registerSchemesAsPrivileged should be called before app is ready");
    }
    for (const { scheme, privileges = {} } of schemes) {
      if (!schemeName.test(scheme)) throw new NotProvided(`the scheme "${scheme}"`, "letters, digits and hyphens only");
      if (privileges.standard !== true || privileges.secure !== true) {
        throw new NotProvided(`the scheme "${scheme}"`, "only standard and secure ones are");
      }
      if (privileges.bypassCSP === true) throw new NotProvided(`bypassCSP of the scheme "${scheme}"`);
      if (privileges.allowServiceWorkers === true)
        throw new NotProvided(`allowServiceWorkers of the scheme "${scheme}"`);
      this.#schemes.add(scheme);
    }
  }

  handle(scheme: string, handler: Handler): void {
    if (!this.#schemes.has(scheme)) {
      throw new NotProvided(`the scheme "${scheme}"`, "it was not registered as privileged");
    }
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** For the host only. */
  static schemesOf(protocol: Protocol): ReadonlySet<string> {
    return protocol.#schemes;
  }

  /** For the host only. */
  static handlerOf(protocol: Protocol, url: string): Handler | undefined {
    return protocol.#handlers.get(url.slice(0, url.indexOf(":")));
  }
}
refuseUnknownMembers("protocol", Protocol);
