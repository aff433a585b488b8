import { only, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";

/** Corrections by a time service set a clock back a little, in milliseconds. */
const slack = 60_000;

/**
 * What was written while this computer's clock was in the future. `letter`, `enrolment`: can be used for longer than was
 * meant; `invitation`, `approval`, `session`: do not count now, and would again at that time; `expired`: an enrolment that
 * was thrown away because of it.
 */
export interface TimeAhead {
  kind: "letter" | "enrolment" | "invitation" | "approval" | "session" | "expired";
  id: string;
  /** The person or administrator that it is of. */
  holderId: string | null;
  name: string;
  /** A letter's serial number, an authenticator's label, the title of an approval. */
  label: string;
  /** UTC milliseconds: until when it can be used, or when it was made or thrown away. */
  until: number;
}

const holder = "coalesce(u.id, a.id) AS holderId, coalesce(u.username, a.name, '') AS name";
const joined = "LEFT JOIN users u ON u.id = t.user_id LEFT JOIN admins a ON a.id = t.admin_id";

/** In the words of `TimeAhead`; `latest` and `own` are given to all of them. */
const parts: readonly string[] = [
  `SELECT 'letter' AS kind, l.id, l.user_id AS holderId, u.username AS name, l.serial AS label, l.expires_at AS until
     FROM given, letters l JOIN users u ON u.id = l.user_id JOIN tokens t ON t.id = l.token_id AND t.status = 'pending'
     WHERE l.voided_at IS NULL AND l.printed_at > given.latest`,
  `SELECT 'enrolment' AS kind, t.id, ${holder}, t.label, t.expires_at AS until FROM given, tokens t ${joined}
     WHERE t.status = 'pending' AND t.created_at > given.latest AND t.expires_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.token_id = t.id AND l.voided_at IS NULL)`,
  `SELECT 'invitation' AS kind, i.admin_id AS id, a.id AS holderId, a.name, '' AS label, i.created_at AS until
     FROM given, invitations i JOIN admins a ON a.id = i.admin_id WHERE i.created_at > given.latest`,
  `SELECT 'approval' AS kind, p.id, a.id AS holderId, a.name, p.title AS label, max(p.requested_at, coalesce(p.approved_at, 0)) AS until
     FROM given, approvals p JOIN admins a ON a.id = p.requester_id AND p.needs <> 'delay'
     WHERE max(p.requested_at, coalesce(p.approved_at, 0)) > given.latest`,
  `SELECT 'session' AS kind, s.id, a.id AS holderId, a.name, s.origin AS label, s.created_at AS until
     FROM given, sessions s JOIN admins a ON a.id = s.admin_id WHERE s.created_at > given.latest AND s.id <> given.own`,
  `SELECT 'expired' AS kind, e.id, u.id AS holderId, u.username AS name, coalesce(e.serial, e.label) AS label, e.ended_at AS until
     FROM given, ended_tokens e JOIN users u ON u.id = e.user_id WHERE e.why = 'expired' AND e.ended_at > given.latest`,
];

const given = "WITH given (latest, own) AS (VALUES (?, ?))";
const all = parts.join(" UNION ALL ");

/**
 * @param now UTC milliseconds
 * @param own the session of whoever asks: it goes on
 */
export const timesAhead = (db: Db, now: number, own: string): Promise<TimeAhead[]> =>
  rows<TimeAhead>(db, `${given} ${all} ORDER BY kind, name, id`, now + slack, own);

/** @param now UTC milliseconds */
export const countTimesAhead = (db: Db, now: number): Promise<number> =>
  only<number>(db, `${given} SELECT count(*) FROM (${all}) WHERE kind <> 'session'`, now + slack, "");

const since = "expires_at = ? + expires_at - ";

/** Lets it last from now on as long as was meant, or end. */
export async function setTimeBack(tx: Tx, { kind, id }: TimeAhead, now: number): Promise<void> {
  switch (kind) {
    case "letter":
      await run(
        tx,
        `UPDATE tokens SET ${since} (SELECT l.printed_at FROM letters l WHERE l.id = ?), created_at = ?
           WHERE id = (SELECT l.token_id FROM letters l WHERE l.id = ?)`,
        now,
        id,
        now,
        id,
      );
      await run(tx, `UPDATE letters SET ${since} printed_at, printed_at = ? WHERE id = ?`, now, now, id);
      return;
    case "enrolment":
      await run(tx, `UPDATE tokens SET ${since} created_at, created_at = ? WHERE id = ?`, now, now, id);
      return;
    case "invitation":
      await run(tx, "DELETE FROM invitations WHERE admin_id = ?", id);
      return;
    case "approval":
      await run(tx, "DELETE FROM approvals WHERE id = ?", id);
      return;
    case "session":
      await run(tx, "DELETE FROM sessions WHERE id = ?", id);
      return;
    case "expired":
      await run(tx, "UPDATE ended_tokens SET ended_at = ? WHERE id = ?", now, id);
  }
}

/** What is not named: fresh codes end, what has ended is forgotten in time. @param now UTC milliseconds */
export async function setOthersBack(tx: Tx, now: number): Promise<void> {
  const latest = now + slack;
  await run(tx, "DELETE FROM step_ups WHERE given_at > ?", latest);
  await run(tx, "UPDATE ended_tokens SET ended_at = ? WHERE ended_at > ?", now, latest);
}
