import classes from "./CodeList.module.css";

/** Backup codes in two columns, numbered. */
export function CodeList({ codes, label }: { codes: readonly string[]; label: string }) {
  return (
    <ol className={classes.list} aria-label={label}>
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ol>
  );
}
