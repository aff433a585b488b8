import { type Enrolled, enrol, fates } from "./fates.ts";
import { type Person, people } from "./people.ts";
import type { Stage } from "./stage.ts";

const day = 86_400_000;
const minute = 60_000;
const days = 7;

/** How long before the present the story begins, in milliseconds. */
export const storyLength = days * day;

const pendingCount = 16;
const disabledCount = 6;
/** In minutes. */
const betweenTasks = 8;

type Task = () => Promise<unknown>;

/** What is done about one person: added, and perhaps enrolled, and then their fate. */
function tasksOf(stage: Stage, person: Person, index: number): Task[] {
  const add: Task = () => stage.call("users.add", { ...person });
  const fate = fates[index];
  if (fate) {
    let enrolled: Enrolled;
    const begin = async (): Promise<void> => {
      enrolled = await enrol(stage, person);
    };
    return [add, begin, () => fate(stage, enrolled, person)];
  }
  const user = { username: person.username };
  return index < fates.length + disabledCount ? [add, () => stage.call("users.disable", { user })] : [add];
}

/**
 * A week at an organisation in the middle of its enrolment, told through the console's own procedures:
 * 200 people in every state, and the audit history of how they came to be there.
 *
 * @param until the present, UTC milliseconds
 */
export async function tellStory(stage: Stage, until: number): Promise<void> {
  const begin = stage.now;
  await stage.setUp("Lighthouse Cooperative");
  const tasks = people.flatMap((person, index) => tasksOf(stage, person, index));
  const tasksADay = Math.ceil(tasks.length / days);
  for (let today = 0; today < days; today += 1) {
    if (today > 0) await stage.returnAt(begin + today * day);
    for (const task of tasks.slice(today * tasksADay, (today + 1) * tasksADay)) {
      stage.pause(betweenTasks);
      await task();
    }
  }
  await stage.returnAt(until - 10 * minute);
  for (const { username } of people.slice(-pendingCount)) {
    await stage.call("tokens.begin", { user: { username }, label: "Phone" });
  }
  await stage.call("access.signOut", {});
}
