import { describe, expect, it } from "vitest";
import type { Identifier } from "../../../src/contract/identifier.ts";
import { createIdentifierReader } from "../../../src/service/identity/identifiers.ts";
import { createIdentifierKeys } from "../../../src/service/identity/keys.ts";
import { anOrganization } from "../customers/service-under-test.ts";

const keys = createIdentifierKeys([{ version: 1, secret: "one secret" }]);
const reader = createIdentifierReader(keys);

const kinds = (identifiers: readonly Identifier[], organization = anOrganization()) =>
  reader.read(organization, identifiers).map((one) => [one.index, one.type, "display" in one ? one.display() : null]);

describe("the identifiers of a request", () => {
  it("are read in their order, and those that mean nobody are left out", () => {
    const request: Identifier[] = [
      { type: "customerId", value: "C-1001" },
      { type: "customerId", value: "not an id" },
      { type: "phone", value: "tel:anonymous" },
      { type: "phone", value: "+94771234567" },
      { type: "email", value: "nimali@example.com" },
      { type: "externalContact", value: "0a1b2c3d-contact" },
      { type: "channel", channel: "messaging", value: "guest-1" },
    ];
    expect(kinds(request)).toEqual([
      [0, "customerId", null],
      [3, "phone", "+94 ••• ••• 567"],
      [4, "email", "n•••@example.com"],
      [5, "externalContact", "•••act"],
      [6, "channel", "•••t-1"],
    ]);
  });

  it.each(["voice", "sms", "callback", "whatsapp"] as const)(
    "of %s that are a phone number count as that phone",
    (channel) => {
      expect(kinds([{ type: "channel", channel, value: "+94 77 123 4567" }])).toEqual([
        [0, "channel", "+94 ••• ••• 567"],
        [0, "phone", "+94 ••• ••• 567"],
      ]);
    },
  );

  it("of email count as that address, and of other channels as nothing but themselves", () => {
    expect(kinds([{ type: "channel", channel: "email", value: "Nimali@example.com" }])).toHaveLength(2);
    expect(kinds([{ type: "channel", channel: "social", value: "+94771234567" }])).toHaveLength(1);
    expect(kinds([{ type: "channel", channel: "whatsapp", value: "94771234567" }])).toHaveLength(2);
    expect(kinds([{ type: "channel", channel: "voice", value: "tel:anonymous" }])).toEqual([]);
    expect(kinds([{ type: "channel", channel: "email", value: "noreply@example.com" }])).toEqual([]);
  });

  it("that the organisation blocks mean nobody, however they are written", () => {
    const organization = anOrganization({
      blockedIdentifiers: ["+94112000000", "Reception@example.com", "guest-0"],
      defaultRegion: "LK",
    });
    const request: Identifier[] = [
      { type: "phone", value: "011 200 0000" },
      { type: "email", value: "reception@EXAMPLE.com" },
      { type: "channel", channel: "messaging", value: "guest-0" },
      { type: "channel", channel: "voice", value: "tel:+94112000000" },
    ];
    expect(kinds(request, organization)).toEqual([]);
  });

  it("are stored only under a hash that differs by organisation, kind and secret, and names its secret", () => {
    const hashes = [
      keys.keysOf("one", "phone", "+94771234567"),
      keys.keysOf("two", "phone", "+94771234567"),
      keys.keysOf("one", "email", "+94771234567"),
      createIdentifierKeys([{ version: 1, secret: "another secret" }]).keysOf("one", "phone", "+94771234567"),
    ].flat();
    expect(new Set(hashes).size).toBe(4);
    for (const hash of hashes) expect(hash).toMatch(/^k1\.[\w-]{43}$/);
  });

  it("are found under an earlier secret as well, and written under the present one", () => {
    const earlier = { version: 1, secret: "one secret" };
    const rotated = createIdentifierKeys([{ version: 2, secret: "a new secret" }, earlier]);
    const [present, ...old] = rotated.keysOf("one", "phone", "+94771234567");
    expect(present).toMatch(/^k2\./);
    expect(old).toEqual(keys.keysOf("one", "phone", "+94771234567"));
  });
});
