import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { deskOfLease, deskWords, noteLease, rememberDesk } from "../store/console/desks.ts";
import type { Lease } from "../store/store.ts";
import { unaudited } from "./change.ts";
import { type Context, opened } from "./context.ts";

/** @returns the error for whoever comes second: it names the desk, if that is another one */
async function takenBy(context: Context, name: string, busy: AppError): Promise<AppError> {
  const { db } = opened(context).store;
  const id = await deskOfLease(db, name);
  const desk = (await deskWords(db, context.live.desk))(id);
  if (desk.here) return busy;
  return new AppError("BUSY", {
    text: text("base.inProgressAt", { desk: desk.name }),
    details: { desk: desk.name },
  });
}

/**
 * Does what only one desk, and one process of it, does at a time.
 *
 * @throws AppError BUSY while another one does it; what `work` throws
 */
export async function withLease<T>(context: Context, name: string, work: () => Promise<T>): Promise<T> {
  const { desk } = context.live;
  const { store } = opened(context);
  let lease: Lease;
  try {
    lease = await store.lease(name);
  } catch (thrown) {
    throw thrown instanceof AppError && thrown.code === "BUSY" ? await takenBy(context, name, thrown) : thrown;
  }
  try {
    await unaudited(store, "desks", async (tx) => {
      await rememberDesk(tx, desk, context.now);
      await noteLease(tx, name, desk.id, context.now);
    })
      // The lock is what counts; this only tells others who has it.
      .catch((cause: unknown) => context.options.logger.warn("a lease could not be written down", { cause }));
    return await work();
  } finally {
    await lease.release();
  }
}
