const terminator = 0;

/** A message for Chromium's debugging pipe: JSON text that ends with a NUL byte. */
export const frameMessage = (message: string): string => `${message}\0`;

/** Splits the debugging pipe's byte stream into its NUL-terminated UTF-8 messages. */
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
