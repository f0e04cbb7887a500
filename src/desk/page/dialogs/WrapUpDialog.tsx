import type { Snapshot } from "../../control/snapshot.ts";
import { Dialog, textOf } from "./Dialog.tsx";

export function WrapUpDialog({
  codes,
  onWrapUp,
  onCancel,
}: {
  readonly codes: Snapshot["wrapUpCodes"];
  readonly onWrapUp: (code: string, notes: string) => void;
  readonly onCancel: () => void;
}) {
  return (
    <Dialog
      title="Wrap up"
      submit="Wrap up"
      onCancel={onCancel}
      onSubmit={(form) => onWrapUp(textOf(form, "code"), textOf(form, "notes"))}
    >
      <label>
        <span>Code</span>
        <select name="code">
          {codes.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Note</span>
        <textarea name="notes" rows={4} />
      </label>
    </Dialog>
  );
}
