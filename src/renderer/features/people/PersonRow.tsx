import { memo, type MouseEvent } from "react";
import { Link } from "react-router";
import { fromList } from "../../app/people-list.ts";
import { EnrolmentBadge, UserBadge } from "./badges.tsx";
import type { Person } from "./people-pages.ts";
import type { PeopleSelection } from "./use-selection.ts";
import classes from "./PeopleTable.module.css";

interface PersonRowProps {
  person: Person;
  /** Its number in the list. */
  number: number;
  /** For assistive technology: its number in the whole list, if known. */
  rowIndex: number;
  /** Distance from the top and height, in pixels. */
  top: number;
  height: number;
  /** Whether the Tab key stops here. */
  tabStop: boolean;
  chosen: boolean;
  /** Absent if nothing can be done with a selection. */
  toggle: PeopleSelection["toggle"] | undefined;
  extend: PeopleSelection["extend"];
}

export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { person, number, rowIndex, top, height, tabStop, chosen, toggle, extend } = props;
  const name = person.name || person.username;
  const choose = (event: MouseEvent) => {
    if (!toggle || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (event.shiftKey) extend(person.id);
    else toggle(person.id);
  };
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      data-number={number}
      data-chosen={chosen || undefined}
      className={classes.row}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      {toggle && (
        <div role="cell" className={classes.check}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${name}`}
            checked={chosen}
            onChange={({ nativeEvent }) =>
              nativeEvent instanceof globalThis.MouseEvent && nativeEvent.shiftKey
                ? extend(person.id)
                : toggle(person.id)
            }
          />
        </div>
      )}
      <div role="cell">
        <Link
          to={`/people/${person.id}`}
          state={fromList}
          className={classes.link}
          title={person.name}
          tabIndex={tabStop ? 0 : -1}
          onClick={choose}
        >
          {name}
        </Link>
        {person.email !== "" && <div className={classes.under}>{person.email}</div>}
      </div>
      <Facts person={person} />
    </div>
  );
});

function Facts({ person }: { person: Person }) {
  const groups = person.groups.map((group) => group.name).join(", ");
  return (
    <>
      <div role="cell" className={classes.username} title={person.username}>
        {person.username}
        {person.externalId !== "" && <div className={classes.under}>{person.externalId}</div>}
      </div>
      <div role="cell" className={classes.apart} title={person.externalId}>
        {person.externalId}
      </div>
      <div role="cell" className={`${classes.apart} ${classes.quiet}`} title={person.email}>
        {person.email}
      </div>
      <div role="cell" className={`${classes.groups} ${classes.quiet}`} title={groups}>
        {groups}
      </div>
      <div role="cell">
        <UserBadge status={person.status} />
      </div>
      <div role="cell">
        <EnrolmentBadge state={person.enrolment} />
      </div>
    </>
  );
}
