import type { Selection } from "#shared/contract/directory.ts";
import type { GroupId, TargetId } from "#shared/model/ids.ts";
import { marksOf } from "../store/factors/target-marks.ts";
import type { Reach } from "../store/factors/targets.ts";
import type { Db } from "../store/store.ts";
import type { Whose } from "./gather.ts";

/** A target that is handed something. */
export interface ForTarget {
  id: TargetId;
  /** Whose go there; null: everybody's. */
  group: GroupId | null;
  /** `changes`: what it does not have, or has otherwise. */
  what: "changes" | "all";
  /** Whether it is told what is kept of it: others could fit otherwise. */
  asUsual: boolean;
}

export interface Looked {
  whose: Whose;
  reach: Reach;
  /** The newest mark that is seen. */
  newest: number;
}

/** Whom a hand-over looks at: people who changed since the last one, or everybody. @param selection everybody who belongs there */
export async function lookAt(db: Db, { id, group, what, asUsual }: ForTarget, selection: Selection): Promise<Looked> {
  const { everybody: anew, newest } = await marksOf(db, id);
  const everybody = anew || what === "all" || !asUsual;
  return {
    whose: everybody ? { selection } : { markedFor: id, group },
    reach: { target: id, group, everybody },
    newest,
  };
}
