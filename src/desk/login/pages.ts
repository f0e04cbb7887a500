import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Agent, Directory, OAuthClient } from "../organization/directory.ts";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Where an agent lets an application in. It works at 300 px, since it may show inside a widget's frame. */
export function consentPage({
  ticket,
  client,
  agent,
  directory,
}: {
  readonly ticket: string;
  readonly client: OAuthClient;
  readonly agent: Agent;
  readonly directory: Directory;
}): Html {
  return page(
    "Sign in to Genesys Cloud",
    html`<form method="post" action="/oauth/consent">
      <p class="org">${directory.organization.name}</p>
      <h1>Sign in to ${client.name}</h1>
      <p class="who">
        <span class="mono" aria-hidden="true">${initials(agent.name)}</span>
        <span><b>${agent.name}</b><small>${agent.email}</small></span>
      </p>
      <p>${client.name} may read your conversations and act for you in Genesys Cloud.</p>
      <input type="hidden" name="ticket" value="${ticket}" />
      <div class="actions">
        <button name="decision" value="allow" class="primary">Allow</button>
        <button name="decision" value="deny">Deny</button>
      </div>
    </form>`,
  );
}

/** What is shown instead of a redirect when the request itself cannot be trusted. */
export function refusedPage(error: string, detail: string): Html {
  return page(
    "Sign-in refused",
    html`<h1>Sign-in refused</h1>
      <p>${detail}</p>
      <p><code>${error}</code></p>`,
  );
}

function initials(name: string): string {
  return name
    .split(" ")
    .map((part) => part.slice(0, 1))
    .join("")
    .slice(0, 2);
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/oauth/login.css" />
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
}

export const loginStyle = `
:root{color-scheme:light dark;--canvas:#f0f1f5;--surface:#fff;--line:#dce1ed;--ink:#2a2a2e;--ink-3:#6a6d75;--primary:#2143a2;--primary-hover:#19327a;--on-primary:#fff;--chip:#eff3ff}
@media (prefers-color-scheme:dark){:root{--canvas:#131315;--surface:#1e1e21;--line:#3e4044;--ink:#fff;--ink-3:#b2b7c4;--primary:#829ce5;--primary-hover:#a9bcf0;--on-primary:#131315;--chip:#102251}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--canvas);color:var(--ink);font:400 14px/20px "Noto Sans",system-ui,sans-serif}
main{width:min(360px,100%);background:var(--surface);border-radius:8px;padding:24px 20px;box-shadow:0 1px 2px #0c193d14}
h1{font:600 20px/26px "Urbanist","Noto Sans",sans-serif;margin:4px 0 16px}
p{margin:0 0 16px}.org{color:var(--ink-3);font-size:12px;margin:0}
.who{display:flex;align-items:center;gap:12px;border:1px solid var(--line);border-radius:8px;padding:12px}
.who b{display:block;font-weight:600}.who small{color:var(--ink-3);font-size:12px;overflow-wrap:anywhere}
.mono{flex:none;width:36px;height:36px;border-radius:50%;display:grid;place-items:center;background:var(--chip);color:var(--primary);font-weight:600;font-size:13px}
.actions{display:flex;gap:8px}
button{flex:1;font:600 14px/20px "Noto Sans",system-ui,sans-serif;padding:8px 16px;border-radius:4px;border:1px solid var(--line);background:var(--surface);color:var(--primary);cursor:pointer}
button.primary{background:var(--primary);border-color:var(--primary);color:var(--on-primary)}button.primary:hover{background:var(--primary-hover)}
:focus-visible{outline:2px solid var(--primary);outline-offset:2px}
code{color:var(--ink-3);font-size:12px}
`;
