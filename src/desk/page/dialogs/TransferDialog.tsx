import type { Snapshot } from "../../control/snapshot.ts";
import { Dialog, textOf } from "./Dialog.tsx";

export function TransferDialog({
  snapshot,
  onTransfer,
  onCancel,
}: {
  readonly snapshot: Snapshot;
  readonly onTransfer: (to: { readonly agentId: string } | { readonly queueId: string }) => void;
  readonly onCancel: () => void;
}) {
  const { agent, agents, queues } = snapshot;
  return (
    <Dialog
      title="Transfer"
      submit="Transfer"
      onCancel={onCancel}
      onSubmit={(form) => {
        const [kind, id = ""] = textOf(form, "to").split(" ");
        onTransfer(kind === "queue" ? { queueId: id } : { agentId: id });
      }}
    >
      <label>
        <span>To</span>
        <select name="to">
          <optgroup label="Queues">
            {queues.map(({ id, name }) => (
              <option key={id} value={`queue ${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
          <optgroup label="Agents">
            {agents
              .filter(({ id }) => id !== agent.id)
              .map(({ id, name }) => (
                <option key={id} value={`agent ${id}`}>
                  {name}
                </option>
              ))}
          </optgroup>
        </select>
      </label>
    </Dialog>
  );
}
