import type { HardwareTokenState } from "#shared/contract/inventory.ts";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { HardwareTokenId } from "#shared/model/ids.ts";
import type { User } from "#shared/model/records.ts";
import { text } from "#shared/texts/text.ts";
import { isMeant } from "./directory.ts";
import { backupCodes, codeSet, epoch, hour, tokenId, tokenOf } from "./records.ts";

type HardwareToken = OutputOf<"inventory.list">["rows"][number];

const uuid = (n: number): string => `0192f0c4-0006-7000-8000-${n.toString(16).padStart(12, "0")}`;
/** A code that no token shows. */
export const wrongCode = "000000";
const states: HardwareTokenState[] = ["assigned", "stock", "stock", "assigned", "lost", "retired"];

const tokensOf = (people: readonly User[]): HardwareToken[] =>
  Array.from({ length: people.length === 0 ? 0 : 48 }, (_, n) => {
    const state = states[n % states.length] ?? "stock";
    const owner = people[n];
    return {
      id: HardwareTokenId.parse(uuid(n + 1)),
      serial: `FT-${200_431 + n}`,
      model: n % 3 === 0 ? "Feitian c200" : "Token2 C301-i",
      kind: n % 4 === 3 ? "hotp" : "totp",
      algorithm: "SHA1",
      digits: n % 5 === 4 ? 8 : 6,
      period: n % 2 === 0 ? 30 : 60,
      state,
      user: state === "assigned" && owner ? { id: owner.id, username: owner.username, name: owner.name } : null,
      tokenId: state === "assigned" ? tokenId(500 + n) : null,
      createdAt: epoch - 900 * hour,
      updatedAt: epoch - n * hour,
    };
  });

const matches = ({ serial, model, user }: HardwareToken, search: string): boolean =>
  serial.toLowerCase().startsWith(search) ||
  model.toLowerCase().includes(search) ||
  (user?.name.toLowerCase().includes(search) ?? false);

/** An inventory in every state, of which the first people have some. */
export function inventoryHandlers(everyone: () => readonly User[]) {
  let made: HardwareToken[] | null = null;
  const tokens = (): HardwareToken[] => (made ??= tokensOf(everyone()));
  const find = (id: string): HardwareToken => {
    const found = tokens().find((token) => token.id === id);
    if (!found) throw new AppError("NOT_FOUND");
    return found;
  };
  const move = (id: string, state: HardwareTokenState) => Object.assign(find(id), { state, user: null, tokenId: null });
  const prove = (code: string) => {
    if (code === wrongCode) throw new AppError("CODE_REFUSED");
  };
  const count = (state: HardwareTokenState) => tokens().filter((token) => token.state === state).length;
  return {
    "inventory.list": ({ search = "", state, limit = 50, cursor }: InputOf<"inventory.list">) => {
      const found = tokens().filter(
        (token) => (state === undefined || token.state === state) && matches(token, search.toLowerCase()),
      );
      const from = Number(cursor ?? 0);
      const next = from + limit;
      return {
        rows: found.slice(from, next),
        nextCursor: next < found.length ? String(next) : null,
        counts: { stock: count("stock"), assigned: count("assigned"), lost: count("lost"), retired: count("retired") },
      };
    },
    "inventory.add": (input: InputOf<"inventory.add">): HardwareToken => {
      const { serial, model = "", kind = "totp", algorithm = "SHA1", digits = 6, period = 30 } = input;
      if (tokens().some((token) => token.serial.toLowerCase() === serial.toLowerCase())) {
        throw new AppError("CONFLICT", { fields: { serial: text("hardware.serialIsTaken") } });
      }
      const id = HardwareTokenId.parse(uuid(tokens().length + 1));
      const added = { id, serial, model, kind, algorithm, digits, period };
      const token = {
        ...added,
        state: "stock",
        user: null,
        tokenId: null,
        createdAt: epoch,
        updatedAt: epoch,
      } as const;
      tokens().unshift(token);
      return token;
    },
    "inventory.correct": ({ id, serial, model, kind, period }: InputOf<"inventory.correct">): HardwareToken =>
      Object.assign(find(id), { serial, model, kind, period }),
    "inventory.resync": ({ id, first }: InputOf<"inventory.resync">) => {
      if (first === wrongCode) throw new AppError("RESYNC_REFUSED");
      return { device: find(id), driftSteps: 255 };
    },
    "inventory.assign": ({ serial, user, code, label }: InputOf<"inventory.assign">) => {
      prove(code);
      const token = tokens().find((one) => one.serial === serial);
      const person = everyone().find((one) => isMeant(one, user));
      if (!token || !person) throw new AppError("NOT_FOUND");
      const { id, username, name } = person;
      Object.assign(token, { state: "assigned", user: { id, username, name }, tokenId: tokenId(600) });
      return {
        token: tokenOf(600, id, { hardwareId: token.id, serial, ...(label === undefined ? {} : { label }) }),
        ...(person.enrolment === "active" ? { backupCodes: [], codeSet: null } : { backupCodes, codeSet }),
      };
    },
    "inventory.unassign": ({ id, code }: InputOf<"inventory.unassign">) => {
      prove(code);
      return move(id, "stock");
    },
    "inventory.lost": ({ id }: InputOf<"inventory.lost">) => move(id, "lost"),
    "inventory.found": ({ id }: InputOf<"inventory.found">) => move(id, "stock"),
    "inventory.retire": ({ id }: InputOf<"inventory.retire">) => move(id, "retired"),
  };
}
