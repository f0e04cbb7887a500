import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCipher } from "../../../src/widget/offline/row-cipher.ts";
import { aTabKey } from "../support/device.ts";

describe("a sealed row", () => {
  it("opens as it was for the same agent, organisation and place", async () => {
    const cipher = await openCipher(aTabKey(), crypto);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), async (text, id) => {
        fc.pre(text.isWellFormed());
        expect(await cipher.open({ id, ...(await cipher.seal(id, text)) })).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ["another agent", aTabKey({ agentId: "another" })],
    ["another organisation", aTabKey({ organizationId: "another" })],
    ["another key", aTabKey({ key: btoa("another key that is 32 bytes long") })],
  ])("stays shut for %s", async (_, other) => {
    const mine = await openCipher(aTabKey(), crypto);
    const theirs = await openCipher(other, crypto);
    const row = { id: "row", ...(await mine.seal("row", "text")) };
    expect(await theirs.open(row)).toBeNull();
    expect(theirs.owner).not.toBe(mine.owner);
    expect(await theirs.nameFor("row", "C-1001")).not.toBe(await mine.nameFor("row", "C-1001"));
  });

  it("stays shut in another row's place and when a bit of it was changed", async () => {
    const cipher = await openCipher(aTabKey(), crypto);
    const row = await cipher.seal("row", "text");
    expect(await cipher.open({ id: "other row", ...row })).toBeNull();
    const changed = new Uint8Array(row.sealed.slice(0));
    changed[0] = (changed[0] ?? 0) ^ 1;
    expect(await cipher.open({ id: "row", iv: row.iv, sealed: changed.buffer })).toBeNull();
  });

  it("never looks the same twice, and names nobody", async () => {
    const cipher = await openCipher(aTabKey(), crypto);
    const [one, other] = [await cipher.seal("row", "C-1001"), await cipher.seal("row", "C-1001")];
    expect(new Uint8Array(one.sealed)).not.toEqual(new Uint8Array(other.sealed));
    expect(await cipher.nameFor("reference", "C-1001")).not.toContain("1001");
    expect(await cipher.nameFor("reference", "C-1001")).not.toBe(await cipher.nameFor("row", "C-1001"));
  });
});
