import { useState } from "react";
import type { InteractionView, Snapshot } from "../../control/snapshot.ts";
import { onInteraction } from "../desk-client.ts";
import { AddCallerDialog } from "../dialogs/AddCallerDialog.tsx";
import { AttributeDialog } from "../dialogs/AttributeDialog.tsx";
import { TransferDialog } from "../dialogs/TransferDialog.tsx";
import { WrapUpDialog } from "../dialogs/WrapUpDialog.tsx";
import { ageOf, duration, initials, mediumNames, purposeName, stateNames, timeOfDay } from "../words.ts";
import { Icon } from "./Icon.tsx";

type Open = "attribute" | "caller" | "transfer" | "wrap-up" | null;

/** What the conversation is, and what the agent (or here also the customer) can do with it. */
export function Details({
  interaction,
  snapshot,
  now,
  onCommand,
  onClose,
}: {
  readonly interaction: InteractionView;
  readonly snapshot: Snapshot;
  readonly now: number;
  readonly onCommand: (path: string, body?: unknown) => void;
  readonly onClose: () => void;
}) {
  const [open, setOpen] = useState<Open>(null);
  const { id, name, medium, state, over, subject } = interaction;
  const live = state === "alerting" || state === "connected" || state === "held";
  const run = (verb: string, body?: unknown): void => {
    setOpen(null);
    onCommand(onInteraction(id, verb), body);
  };
  return (
    <article className="details" aria-label={`Interaction with ${name}`}>
      <header className="details-head">
        <span className="mono big" aria-hidden="true">
          {initials(name)}
        </span>
        <div className="grow">
          <h1>
            <bdi>{name}</bdi>
          </h1>
          <p className="sub">
            <Icon name={medium} /> {mediumNames[medium]} · {interaction.direction}
            {interaction.queueName === null ? null : ` · ${interaction.queueName}`}
          </p>
        </div>
        <div className="details-state">
          <span className={`state ${state}`}>{stateNames[state]}</span>
          <span className="age">{duration(ageOf(interaction, now))}</span>
        </div>
      </header>
      <div className="actions" role="toolbar" aria-label="Interaction controls">
        {state === "alerting" ? (
          <button type="button" className="primary answer" onClick={() => run("answer")}>
            Answer
          </button>
        ) : null}
        {state === "connected" ? (
          <button type="button" onClick={() => run("hold")}>
            Hold
          </button>
        ) : null}
        {state === "held" ? (
          <button type="button" onClick={() => run("resume")}>
            Resume
          </button>
        ) : null}
        <button type="button" onClick={() => setOpen("attribute")}>
          Set attribute…
        </button>
        {state === "connected" ? (
          <button type="button" onClick={() => setOpen("caller")}>
            Add caller…
          </button>
        ) : null}
        {live ? (
          <button type="button" onClick={() => setOpen("transfer")}>
            Transfer…
          </button>
        ) : null}
        {interaction.answeredAt === null ? null : (
          <button type="button" onClick={() => setOpen("wrap-up")}>
            Wrap up…
          </button>
        )}
        <span className="leaving">
          {over ? (
            <button type="button" onClick={onClose}>
              Close
            </button>
          ) : (
            <>
              <button type="button" onClick={() => run("end", { by: "customer" })}>
                Customer leaves
              </button>
              <button type="button" className="danger" onClick={() => run("end", { by: "agent" })}>
                End
              </button>
            </>
          )}
        </span>
      </div>
      <section className="card">
        <h2>Conversation</h2>
        <dl className="facts">
          <dt>Started</dt>
          <dd>{timeOfDay(interaction.startedAt)}</dd>
          <dt>Reached</dt>
          <dd>{interaction.line}</dd>
          {subject === null ? null : (
            <>
              <dt>Subject</dt>
              <dd>
                <bdi>{subject}</bdi>
              </dd>
            </>
          )}
          {interaction.wrapUp === null ? null : (
            <>
              <dt>Wrap-up</dt>
              <dd>
                {interaction.wrapUp.codeName}
                {interaction.wrapUp.notes === "" ? null : (
                  <>
                    {" · "}
                    <bdi>{interaction.wrapUp.notes}</bdi>
                  </>
                )}
              </dd>
            </>
          )}
          <dt>Conversation id</dt>
          <dd className="code">{id}</dd>
        </dl>
      </section>
      <section className="card">
        <h2>Participants</h2>
        <ul className="participants">
          {interaction.participants.map((participant) => (
            <Participant key={participant.participantId} participant={participant} />
          ))}
        </ul>
      </section>
      {open === "attribute" ? (
        <AttributeDialog onSet={(attributes) => run("attributes", { attributes })} onCancel={() => setOpen(null)} />
      ) : null}
      {open === "caller" ? (
        <AddCallerDialog onAdd={(customer) => run("customers", customer)} onCancel={() => setOpen(null)} />
      ) : null}
      {open === "transfer" ? (
        <TransferDialog snapshot={snapshot} onTransfer={(to) => run("transfer", to)} onCancel={() => setOpen(null)} />
      ) : null}
      {open === "wrap-up" ? (
        <WrapUpDialog
          codes={snapshot.wrapUpCodes}
          onWrapUp={(code, notes) => run("wrap-up", { code, notes })}
          onCancel={() => setOpen(null)}
        />
      ) : null}
    </article>
  );
}

function Participant({ participant }: { readonly participant: InteractionView["participants"][number] }) {
  const { purpose, name, address, attributes, connectedAt, endedAt } = participant;
  const presence = connectedAt === null ? "alerting" : "connected";
  const entries = Object.entries(attributes);
  return (
    <li className={endedAt === null ? "" : "gone"}>
      <span className="purpose">{purposeName(purpose)}</span>
      <span className="grow">
        <bdi className="strong">{name ?? address ?? "Anonymous"}</bdi>
        {address !== null && name !== null ? <bdi className="sub"> {address}</bdi> : null}
        {entries.length === 0 ? null : (
          <dl className="attributes">
            {entries.map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </span>
      <span className="sub">{endedAt === null ? presence : "left"}</span>
    </li>
  );
}
