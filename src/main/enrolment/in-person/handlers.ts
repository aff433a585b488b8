import type { HandlersOf } from "../../call/handlers.ts";
import type { InPersonDesk } from "./desk.ts";

export function inPersonHandlers(desk: InPersonDesk): HandlersOf<"inPerson"> {
  return {
    support: () => Promise.resolve({ possible: desk.displays > 0, displays: desk.displays }),
    open: (context, input) => desk.open(context, input),
    state: (context) => desk.state(context),
    close: (context) => desk.close(context),
    show: async (context) => (await desk.forWindow(context)).show(context),
    confirm: async (context, { code }) => (await desk.forWindow(context)).confirm(context, code),
    async finish(context) {
      await (await desk.forWindow(context)).finish(context);
      return {};
    },
  };
}
