import ClientApp from "purecloud-client-app-sdk";
import platformClient from "purecloud-platform-client-v2";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import * as z from "zod";

/**
 * What an engineer in a hurry would build from the two SDKs' readme files: everything imported whole, one step after the
 * other, nothing remembered but the SDK's own token, and that only where the engineer knew how. As fast as it gets that way: one page, no router, no design system.
 */
const configuration = z.object({
  oauth: z.object({ clientId: z.string() }),
  genesys: z.object({ gateway: z.object({ protocol: z.string(), host: z.string(), port: z.number() }) }),
});
const answer = z.object({
  displayName: z.string(),
  activeIssue: z.string().nullable(),
  interactionCount: z.number(),
  recentInteractions: z.array(
    z.object({ conversationId: z.string(), channel: z.string(), startTime: z.string(), outcomeNotes: z.string() }),
  ),
});
type Journey = z.infer<typeof answer>;

async function load(): Promise<Journey> {
  const config = configuration.parse(await (await fetch("/config.json")).json());
  const client = platformClient.ApiClient.instance;
  if (import.meta.env.VITE_KEEPS_TOKEN) client.setPersistSettings(true, "ordinary");
  client.setGateway(config.genesys.gateway);
  const { search } = window.location;
  const { accessToken, state } = await client.loginImplicitGrant(
    config.oauth.clientId,
    `${window.location.origin}/`,
    search === "" ? undefined : { state: encodeURIComponent(search) },
  );
  const parameters = new URLSearchParams(search === "" ? decodeURIComponent(state ?? "") : search);
  const hostOrigin = parameters.get("gcHostOrigin") ?? "";
  new ClientApp({
    gcHostOrigin: hostOrigin,
    gcTargetEnv: parameters.get("gcTargetEnv") ?? "",
  }).lifecycle.bootstrapped();
  const conversationId = parameters.get("gcConversationId") ?? "";
  const conversation = await new platformClient.ConversationsApi().getConversation(conversationId);
  const customer = conversation.participants.find(({ purpose }) => purpose === "customer" || purpose === "external");
  const response = await fetch("/v1/contexts/lookup", {
    method: "POST",
    headers: {
      authorization: `Bearer ${accessToken}`,
      "content-type": "application/json",
      "x-genesys-environment": "mypurecloud.ie",
    },
    body: JSON.stringify({ conversationId, identifiers: [{ type: "phone", value: customer?.ani ?? "" }] }),
  });
  return answer.parse(await response.json());
}

function Panel() {
  const [journey, setJourney] = useState<Journey | null>(null);
  useEffect(() => {
    void (async () => setJourney(await load()))();
  }, []);
  if (journey === null) return <p>Loading…</p>;
  return (
    <main>
      <h1>{journey.displayName}</h1>
      <p>{journey.activeIssue}</p>
      <p>{journey.interactionCount} contacts</p>
      <ul>
        {journey.recentInteractions.map((one) => (
          <li key={one.conversationId}>
            {one.channel} {one.startTime} {one.outcomeNotes}
          </li>
        ))}
      </ul>
    </main>
  );
}

const root = document.querySelector("#root");
if (root !== null) createRoot(root).render(<Panel />);
