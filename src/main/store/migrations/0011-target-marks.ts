/** Marks people for every target, or for those that `which` names: nobody is marked twice, and the newest mark counts. */
const mark = (user: string, which = "SELECT id FROM targets"): string => `
    DELETE FROM target_marks WHERE user_id = ${user} AND target_id IN (${which});
    INSERT INTO target_marks (target_id, user_id) SELECT t.id, ${user} FROM targets t WHERE t.id IN (${which});`;

const anyTarget = "EXISTS (SELECT 1 FROM targets)";

const differs = (...columns: readonly string[]): string =>
  `(${columns.map((name) => `old.${name} IS NOT new.${name}`).join(" OR ")})`;

/** What a target is handed of an authenticator, or what decides whether its form can hold it. */
const ofToken = ["user_id", "kind", "label", "serial", "hardware_id", "algorithm", "digits", "period", "status"];
const ofUser = ["id", "username", "name", "email", "external_id", "status"];

const tables = `
  CREATE TABLE target_marks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    target_id TEXT NOT NULL REFERENCES targets (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    UNIQUE (target_id, user_id)
  ) STRICT;
  ALTER TABLE targets ADD COLUMN handed INTEGER NOT NULL DEFAULT 0;
  UPDATE targets SET handed = (SELECT count(*) FROM target_tokens h WHERE h.target_id = targets.id);
  INSERT INTO target_marks (target_id, user_id) SELECT id, '' FROM targets;`;

/** A delete and an insert: an "OR IGNORE" of the statement that fires a trigger would leave the older mark as it is. */
const marking = `
  CREATE TRIGGER targets_added AFTER INSERT ON targets BEGIN
    INSERT INTO target_marks (target_id, user_id) VALUES (new.id, '');
  END;
  CREATE TRIGGER targets_changed AFTER UPDATE OF format, settings, group_id ON targets BEGIN
    ${mark("''", "new.id")}
  END;
  CREATE TRIGGER tokens_added_marked AFTER INSERT ON tokens WHEN ${anyTarget} AND new.user_id IS NOT NULL BEGIN
    ${mark("new.user_id")}
  END;
  CREATE TRIGGER tokens_removed_marked AFTER DELETE ON tokens WHEN ${anyTarget} AND old.user_id IS NOT NULL BEGIN
    ${mark("old.user_id")}
  END;
  CREATE TRIGGER tokens_changed_marked AFTER UPDATE OF ${ofToken.join(", ")} ON tokens
    WHEN ${anyTarget} AND new.user_id IS NOT NULL AND ${differs(...ofToken)} BEGIN
    ${mark("new.user_id")}
  END;
  CREATE TRIGGER tokens_left_marked AFTER UPDATE OF user_id ON tokens
    WHEN ${anyTarget} AND old.user_id IS NOT NULL AND old.user_id IS NOT new.user_id BEGIN
    ${mark("old.user_id")}
    -- What was handed over goes with it: whoever has it is whom a mark of it is about.
    UPDATE target_tokens SET user_id = new.user_id
      WHERE token_id = new.id AND target_id IN (SELECT id FROM targets) AND new.user_id IS NOT NULL;
  END;
  -- Some forms hold no counter, others none of a token that was never used.
  CREATE TRIGGER tokens_counted_marked AFTER UPDATE OF last_step ON tokens
    WHEN new.kind = 'hotp' AND (old.last_step IS NULL) <> (new.last_step IS NULL) AND new.user_id IS NOT NULL
      AND ${anyTarget} BEGIN
    ${mark("new.user_id")}
  END;
  CREATE TRIGGER users_changed_marked AFTER UPDATE OF ${ofUser.join(", ")} ON users
    WHEN ${anyTarget} AND ${differs(...ofUser)} BEGIN
    ${mark("new.id")}
  END;
  CREATE TRIGGER users_removed_marked AFTER DELETE ON users WHEN ${anyTarget} BEGIN
    ${mark("old.id")}
  END;`;

const ofGroup = (row: "new" | "old"): string =>
  `SELECT s.id FROM groups g JOIN targets s ON s.group_id = g.id WHERE g.pk = ${row}.group_pk`;

const memberOf = (row: "new" | "old"): string => `(SELECT u.id FROM users u WHERE u.pk = ${row}.user_pk)`;

/** Of somebody who is deleted, the memberships go after the person, who is marked as such. */
const markMember = (row: "new" | "old"): string => `
    WHEN EXISTS (SELECT 1 FROM targets WHERE group_id IS NOT NULL) AND EXISTS ${memberOf(row)} BEGIN
    ${mark(memberOf(row), ofGroup(row))}
  END;`;

const rest = `
  CREATE TRIGGER group_members_added_marked AFTER INSERT ON group_members ${markMember("new")}
  CREATE TRIGGER group_members_removed_marked AFTER DELETE ON group_members ${markMember("old")}
  -- Somebody said that it was removed there: should it be there after all, it is new.
  CREATE TRIGGER target_tokens_removed AFTER DELETE ON target_tokens
    WHEN EXISTS (SELECT 1 FROM targets WHERE id = old.target_id) BEGIN
    UPDATE targets SET handed = handed - 1 WHERE id = old.target_id;
    ${mark("old.user_id", "old.target_id")}
  END;
  CREATE TRIGGER target_tokens_added AFTER INSERT ON target_tokens BEGIN
    UPDATE targets SET handed = handed + 1 WHERE id = new.target_id;
  END;
  -- The name that apps show is part of what some forms hold, and may not fit into them.
  CREATE TRIGGER console_named_marked AFTER UPDATE OF issuer ON console
    WHEN old.issuer IS NOT new.issuer AND ${anyTarget} BEGIN
    ${mark("''")}
  END;
  CREATE TRIGGER policies_named_marked AFTER INSERT ON policies WHEN new.key = 'issuer' AND ${anyTarget} BEGIN
    ${mark("''")}
  END;
  CREATE TRIGGER policies_renamed_marked AFTER UPDATE ON policies
    WHEN 'issuer' IN (old.key, new.key) AND ${differs("key", "value")} AND ${anyTarget} BEGIN
    ${mark("''")}
  END;
  CREATE TRIGGER policies_unnamed_marked AFTER DELETE ON policies WHEN old.key = 'issuer' AND ${anyTarget} BEGIN
    ${mark("''")}
  END;
`;

/**
 * Whom a target has to look at again. A mark without a person stands for everybody. `seq` only grows: a mark that is newer
 * than what an export saw outlives it. Also how many authenticators each target was handed.
 */
const targetMarks = tables + marking + rest;

/** Version 11: a target knows what changed since it was handed something. */
export const version11 = targetMarks;
