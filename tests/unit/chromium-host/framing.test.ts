import { assert, array, integer, property, string } from "fast-check";
import { expect, test } from "vitest";
import { frameMessage, MessageSplitter } from "../../../src/chromium-host/cdp/framing.ts";

test("messages come out whole and in order, wherever the stream is cut", () => {
  const messages = array(string({ unit: "binary" }).map((text) => JSON.stringify(text)));
  assert(
    property(messages, integer({ min: 1, max: 9 }), (sent, size) => {
      const stream = Buffer.from(sent.map((message) => frameMessage(message)).join(""), "utf8");
      const splitter = new MessageSplitter();
      const received: string[] = [];
      for (let at = 0; at < stream.length; at += size) received.push(...splitter.push(stream.subarray(at, at + size)));
      expect(received).toEqual(sent);
    }),
  );
});

test("an unfinished message is kept back", () => {
  const splitter = new MessageSplitter();
  expect(splitter.push(Buffer.from('{"id":1}\0{"id"'))).toEqual(['{"id":1}']);
  expect(splitter.push(Buffer.from(":2}"))).toEqual([]);
  expect(splitter.push(Buffer.from("\0"))).toEqual(['{"id":2}']);
});
