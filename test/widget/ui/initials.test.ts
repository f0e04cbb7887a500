import { expect, it } from "vitest";
import { initialsOf } from "../../../src/widget/ui/initials.ts";

it.each([
  ["Nimali Perera", "NP"],
  ["nimali de silva perera", "NP"],
  ["Cher", "C"],
  ["Émile Zola", "ÉZ"],
  ["e\u0301mile", "É".normalize("NFD")],
  ["山田 太郎", "山"],
  ["محمد علي", "م"],
  ["\u202E\u200BBob", "B"],
  ["+94 77 123", "?"],
  ["👩‍👩‍👧", "?"],
  ["  ", "?"],
])("shows the initials of %j as %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
