import type { StartRequest } from "../../control/requests.ts";
import type { Person } from "../../control/snapshot.ts";
import { type Medium, media } from "../../interactions/interaction.ts";
import { Icon } from "../parts/Icon.tsx";
import { initials, mediumNames } from "../words.ts";
import { Dialog, textOf } from "./Dialog.tsx";

/** Who contacts the organisation now: one of the demo's people, or anyone else. */
export function NewInteraction({
  people,
  onStart,
  onCancel,
}: {
  readonly people: readonly Person[];
  readonly onStart: (request: StartRequest) => void;
  readonly onCancel: () => void;
}) {
  return (
    <Dialog
      title="New interaction"
      submit="Start"
      wide
      onCancel={onCancel}
      onSubmit={(form) => {
        const request = requestOf(form);
        if (request !== null) onStart(request);
      }}
    >
      {people.length === 0 ? null : (
        <ul className="people">
          {people.map((person) => (
            <li key={person.id}>
              <span className="mono" aria-hidden="true">
                {initials(person.name)}
              </span>
              <span className="grow">
                <bdi className="strong">{person.name}</bdi>
                <span className="sub">{person.hint}</span>
              </span>
              <span className="media">
                {person.contacts.map(({ medium, customer, subject }) => (
                  <button
                    key={medium}
                    type="button"
                    aria-label={`${mediumNames[medium]} from ${person.name}`}
                    title={mediumNames[medium]}
                    onClick={() =>
                      onStart({
                        medium,
                        name: person.name,
                        customers: [customer],
                        ...(subject === undefined ? {} : { subject }),
                      })
                    }
                  >
                    <Icon name={medium} />
                    <span>{mediumNames[medium]}</span>
                  </button>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
      <fieldset className="someone">
        <legend>Someone else</legend>
        <label>
          <span>Medium</span>
          <select name="medium">
            {media.map((medium) => (
              <option key={medium} value={medium}>
                {mediumNames[medium]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Name</span>
          <input name="name" />
        </label>
        <label>
          <span>Number or address</span>
          <input name="address" placeholder="+94110000000" />
        </label>
        <label>
          <span>Direction</span>
          <select name="direction">
            <option value="inbound">Inbound</option>
            <option value="outbound">Outbound</option>
          </select>
        </label>
      </fieldset>
    </Dialog>
  );
}

function requestOf(form: FormData): StartRequest | null {
  const medium = media.find((known: Medium) => known === textOf(form, "medium"));
  if (medium === undefined) return null;
  const name = textOf(form, "name");
  const address = textOf(form, "address");
  return {
    medium,
    direction: textOf(form, "direction") === "outbound" ? "outbound" : "inbound",
    customers: [{ ...(name === "" ? {} : { name }), ...(address === "" ? {} : { address }) }],
  };
}
