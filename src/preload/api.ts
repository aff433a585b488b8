import type { IpcRenderer } from "electron";
import { channels } from "#shared/contract/channels.ts";
import type { Call, ConsoleEvent, PreloadApi, Reply } from "#shared/contract/transport.ts";

function assertText(value: unknown, what: string): asserts value is string {
  if (typeof value !== "string") throw new TypeError(`${what} must be a string.`);
}

/**
 * All that the page can reach outside its sandbox. Calls are rebuilt from their three fields, so that nothing else is
 * ever sent.
 */
export function createApi(ipc: Pick<IpcRenderer, "invoke" | "send" | "on" | "off">): PreloadApi {
  return {
    async invoke(call: Call): Promise<Reply> {
      if (typeof call !== "object" || call === null) throw new TypeError("A call must be an object.");
      const { callId, procedure, input } = call;
      assertText(callId, "callId");
      assertText(procedure, "procedure");
      return (await ipc.invoke(channels.call, { callId, procedure, input })) as Reply;
    },
    cancel(callId: string): void {
      assertText(callId, "callId");
      ipc.send(channels.cancel, { callId });
    },
    subscribe(listener: (event: ConsoleEvent) => void): () => void {
      if (typeof listener !== "function") throw new TypeError("A listener must be a function.");
      // The channel's event object stays here: it would give the page the channel's sender.
      const forward = (_event: unknown, event: ConsoleEvent): void => listener(event);
      ipc.on(channels.event, forward);
      return () => {
        ipc.off(channels.event, forward);
      };
    },
  };
}
