import { EventEmitter } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { ProtocolMapping } from "devtools-protocol/types/protocol-mapping.js";
import { frameMessage, MessageSplitter } from "./framing.ts";

type Commands = ProtocolMapping.Commands;
type Events = ProtocolMapping.Events;
type Command = keyof Commands;
type Parameters<C extends Command> = Commands[C]["paramsType"][0];
type Result<C extends Command> = Commands[C]["returnType"];

/** Chromium answered a command with an error. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/** The debugging pipe closed before the answer came: the window or Chromium itself has closed. */
export class PipeClosed extends Error {
  override readonly name = "PipeClosed";

  constructor() {
    super("chromium-host: the connection to Chromium is closed");
  }
}

interface Incoming {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

interface Waiting {
  command: string;
  session: string | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** Commands to, and events from, one target: the browser itself or one page. */
export class CdpSession {
  readonly id: string | undefined;
  readonly #connection: CdpConnection;
  readonly #events = new EventEmitter().setMaxListeners(0);

  constructor(connection: CdpConnection, id: string | undefined) {
    this.#connection = connection;
    this.id = id;
  }

  /** @throws CommandFailed, PipeClosed */
  send<C extends Command>(command: C, parameters?: Parameters<C>): Promise<Result<C>> {
    return this.#connection.send(command, parameters ?? {}, this.id) as Promise<Result<C>>;
  }

  on<E extends keyof Events>(event: E, listener: (payload: Events[E][0]) => void): void {
    this.#events.on(event, listener);
  }

  deliver(event: string, payload: unknown): void {
    this.#events.emit(event, payload);
  }
}

/** The Chrome DevTools Protocol over a pair of pipes; no port is opened. */
export class CdpConnection {
  readonly browser: CdpSession;
  readonly closed: Promise<void>;
  readonly #output: Writable;
  readonly #splitter = new MessageSplitter();
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Map<string, CdpSession>();
  readonly #resolveClosed: () => void;
  #nextId = 1;
  #isClosed = false;

  constructor(output: Writable, input: Readable) {
    this.#output = output;
    this.browser = new CdpSession(this, undefined);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#resolveClosed = resolve;
    input.on("data", (chunk: Buffer) => {
      for (const message of this.#splitter.push(chunk)) this.#receive(JSON.parse(message) as Incoming);
    });
    const close = (): void => this.#close();
    input.on("close", close);
    input.on("error", close);
    output.on("error", close);
  }

  session(id: string): CdpSession {
    let session = this.#sessions.get(id);
    if (session === undefined) {
      session = new CdpSession(this, id);
      this.#sessions.set(id, session);
    }
    return session;
  }

  /** Ends a session and rejects its unanswered commands. */
  forget(id: string): void {
    this.#sessions.delete(id);
    for (const [message, waiting] of this.#waiting) {
      if (waiting.session !== id) continue;
      this.#waiting.delete(message);
      waiting.reject(new PipeClosed());
    }
  }

  send(command: string, parameters: object, sessionId: string | undefined): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(new PipeClosed());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { command, session: sessionId, resolve, reject });
      this.#output.write(frameMessage(JSON.stringify({ id, method: command, params: parameters, sessionId })));
    });
  }

  #receive(message: Incoming): void {
    if (message.id === undefined) {
      const session = message.sessionId === undefined ? this.browser : this.session(message.sessionId);
      if (message.method !== undefined) session.deliver(message.method, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting.resolve(message.result);
    else waiting.reject(new CommandFailed(`chromium-host: ${waiting.command}: ${message.error.message}`));
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new PipeClosed());
    this.#resolveClosed();
  }
}
