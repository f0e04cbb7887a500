import { Dialog, textOf } from "./Dialog.tsx";

const known = ["customerId", "accountNumber", "ticketId", "context.email", "context.phoneNumber"] as const;

/** Sets one attribute of the customer, as an IVR, a bot or a script would a moment late. */
export function AttributeDialog({
  onSet,
  onCancel,
}: {
  readonly onSet: (attributes: Readonly<Record<string, string>>) => void;
  readonly onCancel: () => void;
}) {
  return (
    <Dialog
      title="Set attribute"
      submit="Set"
      onCancel={onCancel}
      onSubmit={(form) => onSet({ [textOf(form, "name")]: textOf(form, "value") })}
    >
      <label>
        <span>Name</span>
        <input name="name" list="known-attributes" defaultValue="customerId" required />
      </label>
      <datalist id="known-attributes">
        {known.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
      <label>
        <span>Value</span>
        <input name="value" />
      </label>
      <p className="sub">An empty value removes the attribute.</p>
    </Dialog>
  );
}
