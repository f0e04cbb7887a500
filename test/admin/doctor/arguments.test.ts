import { describe, expect, it } from "vitest";
import { readArguments } from "../../../src/admin/doctor/arguments.ts";
import { hasFailed, inWords } from "../../../src/admin/doctor/print.ts";

describe("the doctor's command line", () => {
  it("takes a service by its address, an agent, a conversation, and nothing else", () => {
    const id = "0f6d2b1c-7a34-4e58-9c21-3b5e7d9f1a54";
    expect(readArguments(["--service", "https://journey.example.com/", "--agent", "a@b.example", "--json"])).toEqual({
      service: "https://journey.example.com",
      agent: "a@b.example",
      conversation: null,
      organization: null,
      json: true,
    });
    expect(readArguments(["--conversation", id])).toMatchObject({ service: null, conversation: id });
    expect(readArguments([])).toMatchObject({ json: false });
    for (const wrong of [["--services", "x"], ["--service", "journey"], ["--conversation", "7"], ["extra"]])
      expect(readArguments(wrong)).toBeNull();
  });
});

describe("the doctor's report", () => {
  const sections = [
    {
      title: "Service",
      findings: [
        { status: "holds", what: "It answers" },
        { status: "fails", what: "Its store cannot be reached", next: "Look at UIC_STORE." },
        { status: "unknown", what: "The clock", next: "No Date header." },
      ],
    },
  ] as const;

  it("says of each line whether it holds or what to do, and what it comes to", () => {
    expect(inWords(sections)).toBe(
      [
        "Service",
        "  ✓ It answers",
        "  ✗ Its store cannot be reached",
        "    → Look at UIC_STORE.",
        "  ? The clock",
        "    → No Date header.",
        "",
        "1 hold, 1 fail, 1 could not be looked at. Mend what is marked ✗, from the top.",
        "",
      ].join("\n"),
    );
    expect(hasFailed(sections)).toBe(true);
    expect(hasFailed([{ title: "", findings: [{ status: "unknown", what: "", next: "" }] }])).toBe(false);
  });
});
