import type { InteractionView } from "../../control/snapshot.ts";
import type { WidgetHost } from "../host/use-widget-host.ts";
import { widths } from "../preferences.ts";

/** Genesys Cloud's list where an admin changes nothing: the sign-in popup must work without an escape from it. */
const sandbox =
  "allow-forms allow-modals allow-popups allow-presentation allow-same-origin allow-scripts allow-downloads";

/** The widget beside the interaction: every frame stays loaded, one is seen. */
export function WidgetPanel({
  host,
  interactions,
  chosenId,
  width,
  onWidth,
}: {
  readonly host: WidgetHost;
  readonly interactions: readonly InteractionView[];
  readonly chosenId: string | null;
  readonly width: number;
  readonly onWidth: (width: number) => void;
}) {
  return (
    <aside className="widget" aria-label="Customer Journey" style={{ width: `${String(width)}px` }}>
      <div className="widget-head">
        <h2>Customer Journey</h2>
        <span className="grow" />
        <fieldset className="segments">
          <legend>Panel width</legend>
          {widths.map((choice) => (
            <label key={choice}>
              <input
                type="radio"
                name="width"
                aria-label={`${String(choice)} pixels`}
                checked={choice === width}
                onChange={() => onWidth(choice)}
              />
              <span>{choice}</span>
            </label>
          ))}
        </fieldset>
        <button
          type="button"
          className="bare"
          disabled={chosenId === null}
          onClick={() => {
            if (chosenId !== null) host.reload(chosenId);
          }}
        >
          Reload
        </button>
      </div>
      <div className="frames">
        {host.frames.map((frame) => (
          <WidgetFrame
            key={`${frame.conversationId} ${String(frame.generation)}`}
            host={host}
            conversationId={frame.conversationId}
            url={frame.url}
            name={interactions.find(({ id }) => id === frame.conversationId)?.name ?? frame.conversationId}
            isShown={frame.conversationId === chosenId}
          />
        ))}
        {host.frames.length === 0 ? <p className="sub widget-empty">The widget opens with an interaction.</p> : null}
      </div>
    </aside>
  );
}

function WidgetFrame({
  host,
  conversationId,
  url,
  name,
  isShown,
}: {
  readonly host: WidgetHost;
  readonly conversationId: string;
  readonly url: string;
  readonly name: string;
  readonly isShown: boolean;
}) {
  return (
    <iframe
      ref={(element) => host.attach(conversationId, element)}
      title={`Customer Journey – ${name}`}
      src={url}
      sandbox={sandbox}
      allow="clipboard-write"
      hidden={!isShown}
      data-conversation-id={conversationId}
      onLoad={() => host.loaded(conversationId)}
    />
  );
}
