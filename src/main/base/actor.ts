/** Who did it. Null: the console itself, or somebody who is not signed in. */
export interface Actor {
  id: string;
  name: string;
}
