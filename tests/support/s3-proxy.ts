import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Ledger } from "./s3-ledger.ts";
import { readRequest, type S3Request } from "./s3-requests.ts";

/** What goes wrong with a request. */
export type Fault =
  /** The server answers this and does nothing. */
  | { kind: "refuse"; status: number; code: string }
  /** The server does it, and the answer is this one. */
  | { kind: "misreport"; status: number; code: string }
  /** The connection ends after so many bytes of the request's body; nothing is done. */
  | { kind: "cutRequest"; after: number }
  /** It is done; the connection ends after so many bytes of the answer's body, and not before `when`. */
  | { kind: "cutAnswer"; after: number; when?: Promise<void> }
  /** Nothing is done and nothing is answered. */
  | { kind: "hang" }
  /** Is worked on when something else has been done. */
  | { kind: "late"; when: () => Promise<void> }
  /** One byte of what is sent to the server, or comes from it, is another one. */
  | { kind: "corrupt" };

/** One request that came, and how many bytes of its body. */
export interface Seen extends S3Request {
  bytes: number;
}

export interface ProxyOptions {
  /** Which fault a request meets; called with each one in turn. */
  fault?: ((request: S3Request) => Fault | undefined) | undefined;
  /** Called as bytes of bodies come, with all so far. */
  onBytes?: ((total: number) => void) | undefined;
  /** How the condition of a write is answered; `pass`: by the server behind. */
  condition?: "honour" | "unknown" | "pass";
  /** Whether unfinished uploads and their parts are listed here, since the server behind does not. */
  lists?: boolean;
}

const errorXml = (code: string): string =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;

const flipped = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  const middle = copy.length >> 1;
  if (copy.length > 0) copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
};

/** An HTTP server in front of another one, on loopback, that can do what networks and servers do wrong. */
export class FaultProxy {
  readonly ledger = new Ledger();
  readonly seen: Seen[] = [];
  options: ProxyOptions = {};
  readonly #server = createServer((incoming, answer) => this.#take(incoming, answer));
  readonly #running = new Set<Promise<void>>();
  readonly #backend: number;
  #bytes = 0;

  private constructor(backend: number) {
    this.#backend = backend;
  }

  static async start(backend: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(backend);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Of bodies, so far. */
  get bytes(): number {
    return this.#bytes;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Requests of one step that came since the last `forget`. */
  count(step: S3Request["step"]): number {
    return this.seen.filter((one) => one.step === step).length;
  }

  forget(): void {
    this.seen.length = 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** Resolves when nothing of what came is being worked on any more. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #take(incoming: IncomingMessage, answer: ServerResponse): void {
    // Whoever asked may be gone in the middle of it.
    const work = this.#serve(incoming, answer)
      .catch(() => void answer.destroy())
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const asked = readRequest(incoming.method ?? "", incoming.url ?? "", incoming.headers);
    const seen: Seen = { ...asked, bytes: 0 };
    this.seen.push(seen);
    const fault = this.options.fault?.(asked);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      seen.bytes += chunk.length;
      this.#bytes += chunk.length;
      this.options.onBytes?.(this.#bytes);
      if (fault?.kind === "cutRequest" && seen.bytes >= fault.after) break;
    }
    if (fault?.kind === "late") await fault.when();
    if (fault?.kind === "cutRequest") incoming.socket.destroy();
    else if (fault?.kind === "refuse") this.#say(asked, answer, fault.status, errorXml(fault.code));
    else if (fault?.kind !== "hang") await this.#work(asked, incoming, Buffer.concat(chunks), answer, fault);
  }

  #say({ step }: S3Request, answer: ServerResponse, status: number, xml: string): void {
    answer.writeHead(status, { "content-type": "application/xml" });
    answer.end(step === "head" ? undefined : xml);
  }

  async #work(
    asked: S3Request,
    incoming: IncomingMessage,
    body: Buffer,
    answer: ServerResponse,
    fault: Fault | undefined,
  ): Promise<void> {
    if (this.#answered(asked, answer)) return;
    const upwards = asked.step === "put" || asked.step === "part";
    const sent = fault?.kind === "corrupt" && upwards ? flipped(body) : body;
    const { status: answered, headers, content } = await this.#forward(incoming, sent);
    // A server that does not list uploads may not know how to give one up.
    const status = asked.step === "abort" && answered === 405 && this.options.lists ? 204 : answered;
    if (status < 300) this.ledger.note(asked, sent, { headers, body: content });
    if (fault?.kind === "misreport") return this.#say(asked, answer, fault.status, errorXml(fault.code));
    if (fault?.kind === "cutAnswer" && fault.after === 0) {
      answer.destroy();
      return;
    }
    answer.writeHead(status, headers);
    if (fault?.kind === "cutAnswer") {
      answer.flushHeaders();
      answer.write(content.subarray(0, fault.after));
      // Whoever reads throws away what has come and is not read yet once the connection has ended.
      await fault.when;
      incoming.socket.end();
      return;
    }
    answer.end(fault?.kind === "corrupt" && !upwards ? flipped(content) : content);
  }

  /** What is answered here, in the place of the server behind. */
  #answered(asked: S3Request, answer: ServerResponse): boolean {
    const { condition = "pass", lists = false } = this.options;
    if (asked.headers["if-none-match"] === "*" && condition === "unknown") {
      this.#say(asked, answer, 501, errorXml("NotImplemented"));
      return true;
    }
    if (asked.headers["if-none-match"] === "*" && condition === "honour" && this.ledger.keys.has(asked.key)) {
      this.#say(asked, answer, 412, errorXml("PreconditionFailed"));
      return true;
    }
    if (!lists || (asked.step !== "uploads" && asked.step !== "parts")) return false;
    const xml = asked.step === "uploads" ? this.ledger.listUploads(asked.query) : this.ledger.listParts(asked.query);
    this.#say(asked, answer, xml === null ? 404 : 200, xml ?? errorXml("NoSuchUpload"));
    return true;
  }

  async #forward(incoming: IncomingMessage, body: Buffer) {
    const { method, url, headers } = incoming;
    const onwards = request({ host: "127.0.0.1", port: this.#backend, method, path: url, headers, agent: false });
    onwards.end(body);
    const [response] = (await once(onwards, "response")) as [IncomingMessage];
    const content = Buffer.concat(await (response as AsyncIterable<Buffer> & IncomingMessage).toArray());
    const { "transfer-encoding": _, connection: __, ...kept } = response.headers;
    return { status: response.statusCode ?? 500, headers: kept as Record<string, string | string[]>, content };
  }
}
