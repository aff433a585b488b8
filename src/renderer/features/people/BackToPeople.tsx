import { Anchor } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import classes from "./PersonPage.module.css";

/** Goes back to the list as it was left. */
export function BackToPeople() {
  const navigate = useNavigate();
  return (
    <Anchor
      component={Link}
      to="/people"
      size="sm"
      className={classes.back ?? ""}
      onClick={(event) => {
        if (window.history.length < 2) return;
        event.preventDefault();
        void navigate(-1);
      }}
    >
      <IconChevronLeft size={16} aria-hidden />
      People
    </Anchor>
  );
}
