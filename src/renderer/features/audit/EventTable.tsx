import { ActionIcon, Button, Center, Skeleton, Table, VisuallyHidden } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import type { AuditEvent } from "#shared/model/records.ts";
import { sayLabel } from "#shared/texts/say.ts";
import { eventInWords, resultInWords } from "../../app/event-words.ts";
import { TimeText } from "../../ui/TimeText.tsx";
import { EventDetails } from "./EventDetails.tsx";
import classes from "./EventTable.module.css";

interface EventTableProps {
  events: readonly AuditEvent[];
  loading: boolean;
  loadingMore: boolean;
  loadMore: (() => void) | undefined;
}

export function EventTable({ events, loading, loadingMore, loadMore }: EventTableProps) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    <>
      <Table verticalSpacing={9} horizontalSpacing="md" className={classes.table ?? ""}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={44}>
              <VisuallyHidden>Details</VisuallyHidden>
            </Table.Th>
            <Table.Th className={classes.number ?? ""}>No.</Table.Th>
            <Table.Th className={classes.time ?? ""}>Time</Table.Th>
            <Table.Th>Event</Table.Th>
            <Table.Th>About</Table.Th>
            <Table.Th className={classes.actor ?? ""}>By</Table.Th>
            <Table.Th w={100}>Result</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Fragment key={event.seq}>
              <EventRow
                event={event}
                open={open === event.seq}
                onToggle={() => setOpen(open === event.seq ? null : event.seq)}
              />
              {open === event.seq && (
                <Table.Tr>
                  <Table.Td colSpan={7} className={classes.details ?? ""}>
                    <EventDetails event={event} />
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
      {loading && Array.from({ length: 6 }, (_, row) => <Skeleton key={row} height={18} m="md" w="auto" />)}
      {loadMore && (
        <Center p="md">
          <Button variant="default" loading={loadingMore} onClick={loadMore}>
            Show older events
          </Button>
        </Center>
      )}
    </>
  );
}

interface EventRowProps {
  event: AuditEvent;
  open: boolean;
  onToggle: () => void;
}

function EventRow({ event, open, onToggle }: EventRowProps) {
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <Table.Tr className={classes.event ?? ""}>
      <Table.Td>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-expanded={open}
          aria-label={`Details of event ${event.seq}`}
          onClick={onToggle}
        >
          <Icon size={16} />
        </ActionIcon>
      </Table.Td>
      <Table.Td className={`numbers ${classes.number}`}>{event.seq}</Table.Td>
      <Table.Td className={classes.when ?? ""}>
        <TimeText at={event.at} />
      </Table.Td>
      <Table.Td>{eventInWords(event.action)}</Table.Td>
      <Table.Td className="breakable">{event.target === null ? "The console" : sayLabel(event.target)}</Table.Td>
      <Table.Td className={`breakable ${classes.by}`}>{event.actor ?? "The console"}</Table.Td>
      <Table.Td>
        <span className={classes.result} data-result={event.result}>
          {resultInWords[event.result]}
        </span>
      </Table.Td>
    </Table.Tr>
  );
}
