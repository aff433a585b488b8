import { Anchor } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link } from "react-router";
import { usePeoplePath } from "../../app/people-list.ts";
import classes from "./PersonPage.module.css";

/** Leads back to the list as it was left. */
export function BackToPeople() {
  return (
    <Anchor component={Link} to={usePeoplePath()} size="sm" className={classes.back ?? ""}>
      <IconChevronLeft size={16} aria-hidden />
      People
    </Anchor>
  );
}
