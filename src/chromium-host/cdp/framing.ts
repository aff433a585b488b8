const terminator = 0;

/** A message as Chromium's debugging pipe takes it: JSON text ended by a NUL byte. */
export const frameMessage = (message: string): string => `${message}\0`;

/** Cuts the byte stream of the debugging pipe into its NUL-terminated UTF-8 messages. */
export class MessageSplitter {
  #parts: Buffer[] = [];

  /** @returns the messages that `chunk` completes, in order */
  push(chunk: Buffer): string[] {
    const messages: string[] = [];
    let start = 0;
    let end = chunk.indexOf(terminator, start);
    while (end !== -1) {
      this.#parts.push(chunk.subarray(start, end));
      messages.push(Buffer.concat(this.#parts).toString("utf8"));
      this.#parts = [];
      start = end + 1;
      end = chunk.indexOf(terminator, start);
    }
    if (start < chunk.length) this.#parts.push(chunk.subarray(start));
    return messages;
  }
}
