import type { CustomerRequest } from "../../control/requests.ts";
import { Dialog, textOf } from "./Dialog.tsx";

/** Another customer joins: a conference with two of them. */
export function AddCallerDialog({
  onAdd,
  onCancel,
}: {
  readonly onAdd: (customer: CustomerRequest) => void;
  readonly onCancel: () => void;
}) {
  return (
    <Dialog
      title="Add caller"
      submit="Add"
      onCancel={onCancel}
      onSubmit={(form) => {
        const name = textOf(form, "name");
        const address = textOf(form, "address");
        onAdd({ ...(name === "" ? {} : { name }), ...(address === "" ? {} : { address }) });
      }}
    >
      <label>
        <span>Name</span>
        <input name="name" />
      </label>
      <label>
        <span>Number or address</span>
        <input name="address" placeholder="+94110000000" />
      </label>
    </Dialog>
  );
}
