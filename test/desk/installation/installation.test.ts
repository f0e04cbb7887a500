import { describe, expect, it } from "vitest";
import { widgetConfig } from "../../../src/contract/widget-config.ts";
import { interactionRequest } from "../../../src/contract/writes.ts";
import { demoDirectory, demoIds } from "../../../src/desk/organization/directory.ts";
import { serviceConfiguration, widgetConfiguration } from "../../../src/desk/installation/configuration.ts";
import { demoHistories } from "../../../src/desk/installation/histories.ts";
import { contacts, demoPeople } from "../../../src/desk/installation/people.ts";
import { customerRequest } from "../../../src/desk/control/requests.ts";
import { serviceConfig } from "../../../src/service/config.ts";

const facts = {
  grant: "pkce",
  deskPort: 4010,
  widgetOrigin: "http://127.0.0.1:8787",
  serviceKeys: { eventFeed: "feed-key", bot: "bot-key" },
  settleSeconds: 1,
} as const;
const now = Date.UTC(2026, 10, 20, 9, 0, 0);

describe("the demo's configuration", () => {
  it("is one that the widget accepts, for both grants", () => {
    expect(widgetConfig.parse(widgetConfiguration(facts)).oauth).toEqual({
      clientId: demoIds.pkceClient,
      grant: "pkce",
    });
    expect(widgetConfig.parse(widgetConfiguration({ ...facts, grant: "implicit" })).oauth).toEqual({
      clientId: demoIds.implicitClient,
      grant: "implicit",
    });
  });

  it("is one that the service accepts, and names wrap-up codes and queues that the desk has", () => {
    const [organization] = serviceConfig.parse(serviceConfiguration(facts, { settleSeconds: 0 })).organizations;
    expect(organization).toMatchObject({ id: demoIds.organization, settleSeconds: 0 });
    const directory = demoDirectory([], "secret");
    expect(Object.keys(organization?.wrapUpResolution ?? {}).toSorted()).toEqual(
      directory.wrapUpCodes.map(({ name }) => name).toSorted(),
    );
    expect(organization?.escalationQueues).toContain(demoIds.billingTier2Queue);
  });
});

describe("the demo's customers", () => {
  const histories = demoHistories(now);

  it("have a past that the service accepts, none of it in the future and none of it twice", () => {
    for (const one of histories) {
      const { interaction } = interactionRequest.parse(one);
      expect(Date.parse(interaction.startTime)).toBeLessThan(now);
    }
    const ids = histories.map(({ interaction }) => interaction.conversationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("are one with 128 contacts since 2019, one with 1,300, and two who share a line", () => {
    const of = (customerId: string) => histories.filter(({ identifiers }) => identifiers[0]?.value === customerId);
    const nimali = of(contacts.nimali.customerId);
    expect(nimali).toHaveLength(128);
    expect(nimali[0]?.interaction.startTime.slice(0, 7)).toBe("2019-03");
    expect(nimali.slice(-3).map(({ interaction }) => interaction.channel)).toEqual(["voice", "email", "whatsapp"]);
    expect(of(contacts.sunil.customerId)).toHaveLength(1300);
    const sharing = histories.filter(({ identifiers }) =>
      identifiers.some(({ value }) => value === contacts.dias.phone),
    );
    expect(new Set(sharing.map(({ identifiers }) => identifiers[0]?.value))).toEqual(
      new Set([contacts.dias.ruwan.customerId, contacts.dias.kumari.customerId]),
    );
  });

  it("can each be started from the menu", () => {
    for (const { contacts: offered } of demoPeople) {
      expect(offered.length).toBeGreaterThan(0);
      for (const { customer } of offered) customerRequest.parse(customer);
    }
  });
});
