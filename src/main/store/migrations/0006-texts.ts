/** A sentence that an older version stored, as the text that carries it. */
const legacy = (sentence: string): string =>
  `json_object('facts', json_object('sentence', ${sentence}), 'key', 'plain.legacy')`;

/** Texts are stored as keys and facts; sentences of before stay readable. */
export const texts = `
  UPDATE approvals SET title = ${legacy("title")}, facts = (
    SELECT coalesce(json_group_array(json(fact)), '[]')
      FROM (SELECT ${legacy("value")} AS fact FROM json_each(approvals.facts) ORDER BY key)
  );
  UPDATE backup_runs SET problems = (
    SELECT coalesce(json_group_array(json(problem)), '[]')
      FROM (SELECT ${legacy("value")} AS problem FROM json_each(backup_runs.problems) ORDER BY key)
  );
  UPDATE backup_copies SET error = ${legacy("error")} WHERE error IS NOT NULL;
  UPDATE destinations SET last_error = ${legacy("last_error")} WHERE last_error IS NOT NULL;
`;
