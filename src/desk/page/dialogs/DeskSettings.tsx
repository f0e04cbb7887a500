import { type FaultRequest, faultRoutes, type SettingsPatch } from "../../control/requests.ts";
import type { Snapshot } from "../../control/snapshot.ts";
import { command } from "../desk-client.ts";
import { languages, type Preferences } from "../preferences.ts";
import { textOf } from "./Dialog.tsx";

const troubles = {
  "takes 4 seconds": { delayMilliseconds: 4000 },
  "answers 401": { status: 401 },
  "answers 403": { status: 403 },
  "answers 404": { status: 404 },
  "answers 429": { status: 429, retryAfterSeconds: 5 },
  "answers 503": { status: 503 },
  "answers nonsense": { body: "not-json" },
  "hangs up": { hangUp: true },
} as const satisfies Readonly<Record<string, Partial<FaultRequest>>>;

/** The desk's own switches: how widgets are launched, how the login behaves, what fails. */
export function DeskSettings({
  snapshot,
  preferences,
  onPreferences,
}: {
  readonly snapshot: Snapshot;
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
}) {
  const { settings, faults, feed } = snapshot;
  return (
    <section className="drawer" aria-label="Desk settings">
      <div className="drawer-head">
        <h2>Desk settings</h2>
      </div>
      <h3>Widgets opened from now on</h3>
      <label>
        <span>Language</span>
        <select
          value={preferences.languageTag}
          onChange={(event) => onPreferences({ ...preferences, languageTag: event.target.value })}
        >
          {languages.map(({ tag, name }) => (
            <option key={tag} value={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Toggle
        label="Sign in by popup"
        value={preferences.usePopupAuth}
        onChange={(usePopupAuth) => onPreferences({ ...preferences, usePopupAuth })}
      />
      <h3>Login</h3>
      <Toggle
        label="Login refuses framing"
        value={settings.loginRefusesFraming}
        onChange={(loginRefusesFraming) => change({ loginRefusesFraming })}
      />
      <label>
        <span>Consent</span>
        <select
          value={settings.askConsent}
          onChange={(event) => {
            const askConsent = (["once", "always", "never"] as const).find((value) => value === event.target.value);
            if (askConsent !== undefined) change({ askConsent });
          }}
        >
          <option value="once">asked once, then remembered</option>
          <option value="always">asked every time</option>
          <option value="never">never asked</option>
        </select>
      </label>
      <div className="button-row">
        <button type="button" onClick={() => void command("tokens/revoke")}>
          Revoke tokens
        </button>
        <button type="button" onClick={() => void command("sign-ins/forget")}>
          Forget sign-ins
        </button>
        <button type="button" onClick={() => void command("sockets/drop")}>
          Drop sockets
        </button>
      </div>
      <h3>Faults</h3>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const trouble = Object.entries(troubles).find(([name]) => name === textOf(form, "trouble"))?.[1];
          void command("faults", { route: textOf(form, "route"), ...trouble });
        }}
      >
        <label>
          <span>Route</span>
          <select name="route" defaultValue="GET /api/v2/conversations/{id}">
            {faultRoutes.map((route) => (
              <option key={route}>{route}</option>
            ))}
          </select>
        </label>
        <label>
          <span>Trouble</span>
          <select name="trouble">
            {Object.keys(troubles).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <div className="button-row">
          <button type="submit">Set fault</button>
          <button type="button" onClick={() => void command("faults/clear")}>
            Clear faults
          </button>
        </div>
      </form>
      <ul className="faults" aria-label="Faults set">
        {faults.map((fault) => (
          <li key={fault.route}>
            <code>{fault.route}</code>
          </li>
        ))}
      </ul>
      <h3>Licenses</h3>
      <Toggle label="Copilot summaries" value={settings.hasCopilot} onChange={(hasCopilot) => change({ hasCopilot })} />
      <Toggle
        label="Speech and text analytics"
        value={settings.hasSpeechAnalytics}
        onChange={(hasSpeechAnalytics) => change({ hasSpeechAnalytics })}
      />
      <h3>Events to the service</h3>
      <output>
        {feed.delivered} delivered, {feed.pending} waiting, {feed.refused} refused
        {feed.trouble === null ? "" : `. ${feed.trouble.reason}`}
      </output>
      <Toggle
        label="Deliver twice"
        value={settings.duplicateEvents}
        onChange={(duplicateEvents) => change({ duplicateEvents })}
      />
      <Toggle
        label="Deliver out of order"
        value={settings.shuffleEvents}
        onChange={(shuffleEvents) => change({ shuffleEvents })}
      />
    </section>
  );
}

function change(patch: SettingsPatch): void {
  void command("settings", patch, "PATCH");
}

function Toggle({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  return (
    <label className="toggle">
      <input
        type="checkbox"
        role="switch"
        aria-checked={value}
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
