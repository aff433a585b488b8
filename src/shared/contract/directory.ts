import { z } from "zod";
import { GroupId, ImportId, SavedFilterId, UserId } from "../model/ids.ts";
import { EnrolmentState, everyRole, Timestamp, User, UserDetail, UserStatus } from "../model/records.ts";
import { accountName, EmailAddress, line, lines, personName, requiredLine, searchLine } from "../model/text.ts";
import { Text } from "../texts/schemas.ts";
import { Progress } from "./audit.ts";
import { mutation, query } from "./procedure.ts";

const nameOfPerson = z.string().min(1).max(512);

/**
 * A person given by id, by username in any case, or as people are usually referred to: by a username, else an external
 * id, else an e-mail address. INVALID_REFERENCE if several people have that address.
 */
export const UserRef = z.union([
  z.strictObject({ id: UserId }),
  z.strictObject({ username: nameOfPerson }),
  z.strictObject({ identifier: nameOfPerson }),
]);
export type UserRef = z.infer<typeof UserRef>;

const manage = ["owner", "operator"] as const;

/**
 * Why somebody needs attention: an authenticator locked by wrong codes, no more backup codes than the policy calls few,
 * a letter that expired unused.
 */
export const Attention = z.enum(["locked", "lowCodes", "letterExpired"]);
export type Attention = z.infer<typeof Attention>;

const filterFields = {
  /** Any part of name, username, e-mail or external id; every word must be found. */
  search: searchLine("search", 200).optional(),
  status: UserStatus.optional(),
  enrolment: EnrolmentState.optional(),
  group: GroupId.optional(),
  attention: Attention.optional(),
};

/** Which people: those who meet every given condition. */
export const UserFilter = z.strictObject(filterFields);
export type UserFilter = z.infer<typeof UserFilter>;

export const UserSort = z.enum(["name", "username", "newest"]);
export type UserSort = z.infer<typeof UserSort>;

/** How many: exactly, or a lower bound. */
export const Count = z.strictObject({ count: z.int().nonnegative(), exact: z.boolean() });
export type Count = z.infer<typeof Count>;

/** Chosen one by one, by a filter over all pages with exceptions, or those whom an import has added. */
export const Selection = z.union([
  z.strictObject({ ids: z.array(UserId).min(1).max(10_000) }),
  z.strictObject({ filter: UserFilter, except: z.array(UserId).max(10_000).optional() }),
  z.strictObject({ addedBy: ImportId }),
]);
export type Selection = z.infer<typeof Selection>;

/** What happens to the authenticators and backup codes of somebody who had left. */
export const ReturnChoice = z.enum(["keep", "revoke"]);
export type ReturnChoice = z.infer<typeof ReturnChoice>;
const returning = ReturnChoice.optional();

const externalId = line("externalId", 128);
const notes = lines("notes", 2000);

export const users = {
  list: query({
    input: z.strictObject({
      ...filterFields,
      sort: UserSort.optional(),
      limit: z.int().min(1).max(200).optional(),
      /** `nextCursor` of the previous page, or `previousCursor` of the next one. */
      cursor: z.string().max(2048).optional(),
      /** Instead of a cursor: begins at the first name (or username) that is not before this text. */
      startAt: searchLine("beginning", 100).optional(),
      /** Instead of a cursor: begins after this person in the order, whether or not the filter includes them. */
      after: UserId.optional(),
      /** Instead of a cursor: the last page. */
      fromEnd: z.literal(true).optional(),
    }),
    output: z.strictObject({
      rows: z.array(User),
      /** null: these are the last. */
      nextCursor: z.string().nullable(),
      /** null: these are the first. */
      previousCursor: z.string().nullable(),
      /** On the first page; null on the ones after it. */
      total: Count.nullable(),
    }),
    allow: everyRole,
  }),
  /**
   * Suggestions for a few typed letters, the likeliest first: by an identifier, by beginnings of the words of the name,
   * by the beginning of an identifier, by letters anywhere.
   */
  find: query({
    input: z.strictObject({
      search: searchLine("search", 200),
      status: UserStatus.optional(),
      limit: z.int().min(1).max(20).optional(),
    }),
    output: z.strictObject({
      rows: z.array(User),
      /** The only person that the search can mean; null if there are several, or if it matches only inside words. */
      clear: UserId.nullable(),
    }),
    allow: everyRole,
  }),
  get: query({ input: z.strictObject({ user: UserRef }), output: UserDetail, allow: everyRole }),
  add: mutation({
    input: z.strictObject({
      username: accountName("username"),
      name: personName("name", 200).optional(),
      email: EmailAddress.optional(),
      externalId: externalId.optional(),
      notes: notes.optional(),
      groups: z.array(GroupId).max(100).optional(),
    }),
    output: User,
    allow: manage,
  }),
  edit: mutation({
    input: z.strictObject({
      id: UserId,
      username: accountName("username").optional(),
      name: personName("name", 200).optional(),
      email: EmailAddress.optional(),
      externalId: externalId.optional(),
      notes: notes.optional(),
      /** The full new list of the person's groups. */
      groups: z.array(GroupId).max(100).optional(),
    }),
    output: User,
    allow: manage,
  }),
  /**
   * Codes of a person who is not active are refused. RETURN_UNDECIDED for one who had left and still has authenticators
   * or backup codes, if `returning` is omitted.
   */
  setStatus: mutation({
    input: z.strictObject({ user: UserRef, status: UserStatus, returning }),
    output: User,
    allow: manage,
  }),
  disable: mutation({ input: z.strictObject({ user: UserRef, returning }), output: User, allow: manage }),
  enable: mutation({ input: z.strictObject({ user: UserRef, returning }), output: User, allow: manage }),
  /** Permanently, with authenticators and backup codes; hardware tokens go back to the inventory. */
  delete: mutation({ input: z.strictObject({ user: UserRef }), output: z.strictObject({}), allow: manage }),
};

export const Group = z.strictObject({
  id: GroupId,
  name: z.string(),
  description: z.string(),
  members: z.int().nonnegative(),
  createdAt: Timestamp,
});
export type Group = z.infer<typeof Group>;

const groupName = requiredLine("groupName", 100);
const description = line("description", 300);

export const groups = {
  /** By name. */
  list: query({ input: z.strictObject({}), output: z.strictObject({ groups: z.array(Group) }), allow: everyRole }),
  add: mutation({
    input: z.strictObject({ name: groupName, description: description.optional() }),
    output: Group,
    allow: manage,
  }),
  edit: mutation({
    input: z.strictObject({ id: GroupId, name: groupName.optional(), description: description.optional() }),
    output: Group,
    allow: manage,
  }),
  /** The members stay in the directory. */
  delete: mutation({ input: z.strictObject({ id: GroupId }), output: z.strictObject({}), allow: manage }),
};

export const SavedFilter = z.strictObject({
  id: SavedFilterId,
  name: z.string(),
  filter: UserFilter,
  sort: UserSort,
});
export type SavedFilter = z.infer<typeof SavedFilter>;

/** Each administrator's own. */
export const filters = {
  list: query({
    input: z.strictObject({}),
    output: z.strictObject({ filters: z.array(SavedFilter) }),
    allow: everyRole,
  }),
  /** Replaces one of the same name. */
  save: mutation({
    input: z.strictObject({ name: requiredLine("name", 60), filter: UserFilter, sort: UserSort.optional() }),
    output: SavedFilter,
    allow: everyRole,
  }),
  delete: mutation({ input: z.strictObject({ id: SavedFilterId }), output: z.strictObject({}), allow: everyRole }),
};

/** What to do with each person of a selection. */
export const BulkAct = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("setStatus"), status: UserStatus }),
  z.strictObject({ kind: z.literal("addToGroup"), group: GroupId }),
  z.strictObject({ kind: z.literal("removeFromGroup"), group: GroupId }),
  z.strictObject({ kind: z.literal("delete") }),
]);
export type BulkAct = z.infer<typeof BulkAct>;

/** `done`: changed; `unchanged`: no change needed; `refused`: see the message. */
export const RowVerdict = z.strictObject({
  userId: UserId,
  username: z.string(),
  name: z.string(),
  verdict: z.enum(["done", "unchanged", "refused"]),
  /** Why; for `done` what stops working, or null. */
  message: Text.nullable(),
});
export type RowVerdict = z.infer<typeof RowVerdict>;

/** `total` is the sum of the three. */
export const Sums = z.strictObject({
  total: z.int().nonnegative(),
  done: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  refused: z.int().nonnegative(),
});
export type Sums = z.infer<typeof Sums>;

/** A report carries at most this many results; the sums always count all. */
export const maxVerdicts = 10_000;

export const BulkReport = z.strictObject({
  sums: Sums,
  /** What stops working: waiting letters, active authenticators, unused backup codes. */
  voided: z.strictObject({
    letters: z.int().nonnegative(),
    authenticators: z.int().nonnegative(),
    backupCodes: z.int().nonnegative(),
  }),
  /** Refused ones first; at most `maxVerdicts`. */
  rows: z.array(RowVerdict),
});
export type BulkReport = z.infer<typeof BulkReport>;

const bulkInput = z.strictObject({ selection: Selection, act: BulkAct });

export const bulk = {
  /** What `run` would do now; changes nothing. */
  preview: query({ input: bulkInput, output: BulkReport, allow: manage, progress: Progress }),
  /**
   * In short transactions, so that others can work meanwhile. CANCELLED says how many were changed, in its message and
   * in `details.done`.
   */
  run: mutation({ input: bulkInput, output: BulkReport, allow: manage, progress: Progress }),
};
