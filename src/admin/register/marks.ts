/** What the command makes carries a mark with the installation's host, so that it finds its own and leaves the rest alone. */
export type Part =
  | "widget client"
  | "pipeline client"
  | "pipeline role"
  | "widget"
  | "events"
  | "data actions"
  | "service key";

export function markOf(host: string, part: Part): string {
  return `[customer-journey ${host} ${part}]`;
}

/** Under which an administrator finds it. Roles and the categories of actions need a name of their own in the organisation. */
export function nameOf(host: string, part: Part): string {
  switch (part) {
    case "widget client":
      return "Customer Journey: widget";
    case "pipeline client":
      return "Customer Journey: pipeline";
    case "pipeline role":
      return `Customer Journey: pipeline (${host})`;
    case "widget":
      return "Customer Journey";
    case "events":
      return "Customer Journey: events";
    case "data actions":
      return `Customer Journey (${host})`;
    case "service key":
      return `Customer Journey: service key ${markOf(host, part)}`;
    default:
      return part satisfies never;
  }
}

export function describe(host: string, part: Part): string {
  return `Made by "npm run register" of Customer Journey; it keeps this up to date. ${markOf(host, part)}`;
}
