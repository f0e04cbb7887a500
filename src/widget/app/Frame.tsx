import type { ReactNode } from "react";
import type { Actions, Freshness, Surroundings } from "../journey/situation.ts";
import { useLocale } from "../locale/LocaleProvider.tsx";
import { Changes } from "../panels/changes/Changes.tsx";
import type { Purpose } from "../panels/find-customer/FindCustomer.tsx";
import { formatStatus } from "../panels/status/format-status.ts";
import { StaleNotice } from "../panels/status/StaleNotice.tsx";
import { StatusBar } from "../panels/status/StatusBar.tsx";
import type { IdentityParts } from "./use-identity-parts.ts";

/** What every situation is shown with. */
export interface Moment {
  readonly actions: Actions;
  readonly surroundings: Surroundings;
  /** This machine's clock, by which retries are set. */
  readonly clock: number;
  /** The service's clock, by which ages are told. */
  readonly now: number;
  readonly identity: IdentityParts;
  /** Opens the way to another customer; null while nobody can be asked. */
  readonly onFind: ((purpose: Purpose) => void) | null;
}

interface FrameProps extends Moment {
  readonly head?: ReactNode;
  readonly freshness?: Freshness;
  /** Nothing is followed here: it was looked up, not updated. */
  readonly lookup?: boolean;
  readonly signedIn?: boolean;
  readonly children: ReactNode;
}

/** Head, parts and foot stand in the same place in every situation. */
export function Frame({ actions, surroundings, clock, now, identity, ...rest }: FrameProps) {
  const { head, freshness, lookup, signedIn = true, children } = rest;
  const locale = useLocale();
  return (
    <div className="panel">
      {freshness ? (
        <StaleNotice freshness={freshness} now={now} onRetry={actions.retry} onSignIn={actions.signIn} />
      ) : null}
      {head ? <header className="panel-head">{head}</header> : null}
      <main className="panel-parts">{children}</main>
      <div className="panel-foot">
        <Changes
          changes={surroundings.changes}
          onDismiss={actions.undo}
          isCutOff={identity.isMissing}
          onReconnect={identity.want}
        />
        <StatusBar
          status={
            freshness ? formatStatus(freshness, lookup ? "off" : surroundings.following, now, clock, locale) : null
          }
          remembered={surroundings.rememberedOnDevice}
          onForget={signedIn ? actions.signOutAndForget : null}
        />
      </div>
    </div>
  );
}
