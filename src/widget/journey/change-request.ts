import { routes } from "../../contract/routes.ts";
import type { Change } from "./changes.ts";

/** How a change is said to the service. */
export function changeRequest(
  customerId: string,
  change: Change,
): { readonly method: "PUT" | "PATCH" | "DELETE"; readonly path: string; readonly body?: unknown } {
  switch (change.kind) {
    case "state-issue":
      return { method: "PUT", path: routes.activeIssue(customerId), body: { issue: change.issue } };
    case "close-issue":
      return { method: "DELETE", path: routes.activeIssue(customerId) };
    case "tell":
      return { method: "PATCH", path: routes.collectedData(customerId), body: { [change.key]: change.value } };
    case "not-this-person":
      return { method: "DELETE", path: routes.identifier(customerId, change.identifierId ?? "") };
    case "undo-merge":
      return { method: "DELETE", path: routes.merge(customerId, change.mergeId) };
  }
}
