import { z } from "zod";
import { UserId } from "../model/ids.ts";
import { EnrolmentState, everyRole, User, UserDetail, UserStatus } from "../model/records.ts";
import { accountName, EmailAddress, line } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";

/** A user named by id, or by username in any case. */
export const UserRef = z.union([
  z.strictObject({ id: UserId }),
  z.strictObject({ username: z.string().min(1).max(512) }),
]);
export type UserRef = z.infer<typeof UserRef>;

const manage = ["owner", "operator"] as const;

export const users = {
  list: query({
    input: z.strictObject({
      /** Any part of name, username or e-mail, by the beginnings of its words. */
      search: line("The search", 200).optional(),
      status: UserStatus.optional(),
      enrolment: EnrolmentState.optional(),
      sort: z.enum(["name", "username", "newest"]).optional(),
      limit: z.int().min(1).max(200).optional(),
      /** `nextCursor` of the page before. */
      cursor: z.string().max(2048).optional(),
    }),
    output: z.strictObject({
      rows: z.array(User),
      nextCursor: z.string().nullable(),
      total: z.int().nonnegative(),
    }),
    allow: everyRole,
  }),
  get: query({ input: z.strictObject({ user: UserRef }), output: UserDetail, allow: everyRole }),
  add: mutation({
    input: z.strictObject({
      username: accountName("The username"),
      name: line("The name", 200).optional(),
      email: EmailAddress.optional(),
    }),
    output: User,
    allow: manage,
  }),
  edit: mutation({
    input: z.strictObject({
      id: UserId,
      username: accountName("The username").optional(),
      name: line("The name", 200).optional(),
      email: EmailAddress.optional(),
    }),
    output: User,
    allow: manage,
  }),
  /** No code of a disabled user is accepted. */
  disable: mutation({ input: z.strictObject({ user: UserRef }), output: User, allow: manage }),
  enable: mutation({ input: z.strictObject({ user: UserRef }), output: User, allow: manage }),
};
