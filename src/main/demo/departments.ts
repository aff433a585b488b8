import type { GroupId } from "#shared/model/ids.ts";
import type { Stage } from "./stage.ts";

const departments = [
  { name: "Keepers", description: "Light, horn and radio, by day and by night" },
  { name: "Harbour office", description: "Reception and berths" },
  { name: "Workshop", description: "Boats, buoys and engines" },
  { name: "Kitchen", description: "" },
  { name: "School ship", description: "Teachers and crew" },
] as const;

/** Belonged to besides the department. */
const crew = { name: "Rescue crew", description: "Goes out when the bell rings" };
const crewEvery = 7;

/** @returns the groups of a person, by number in the list of people */
export async function foundDepartments(stage: Stage): Promise<(index: number) => GroupId[]> {
  const ids: GroupId[] = [];
  for (const department of departments) ids.push((await stage.call("groups.add", department)).id);
  const rescuers = (await stage.call("groups.add", crew)).id;
  return (index) => {
    const department = ids[Math.floor(index / 3) % ids.length];
    return [...(department ? [department] : []), ...(index % crewEvery === 5 ? [rescuers] : [])];
  };
}
