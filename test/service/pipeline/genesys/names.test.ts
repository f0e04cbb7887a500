import { expect, it } from "vitest";
import { createNames } from "../../../../src/service/pipeline/genesys/names.ts";

it("remembers ten thousand names, and forgets the oldest beyond", async () => {
  const asked: string[] = [];
  const nameOf = createNames({
    now: () => 0,
    load: (id) => {
      asked.push(id);
      return Promise.resolve({ ok: true, value: `Name of ${id}` });
    },
  });
  for (let number = 0; number < 10_001; number += 1) await nameOf(String(number));
  asked.length = 0;
  expect(await nameOf("10000")).toEqual({ ok: true, value: "Name of 10000" });
  expect(await nameOf("1000")).toEqual({ ok: true, value: "Name of 1000" });
  expect(asked).toEqual([]);
  await nameOf("0");
  expect(asked).toEqual(["0"]);
});
