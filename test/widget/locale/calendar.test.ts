import { describe, expect, it } from "vitest";
import { createCalendar } from "../../../src/widget/locale/calendar.ts";

const now = Date.parse("2026-11-20T14:02:00.000Z");
const british = createCalendar("en-GB", "UTC");

describe("the calendar", () => {
  it.each([
    ["2026-11-20T09:15:00.000Z", "today 09:15", "today"],
    ["2026-11-19T16:20:00.000Z", "yesterday 16:20", "yesterday"],
    ["2026-11-18T11:40:00.000Z", "Wed 18 Nov 11:40", "2 days ago"],
    ["2026-11-16T09:15:00.000Z", "Mon 16 Nov 09:15", "4 days ago"],
    ["2026-11-13T09:15:00.000Z", "13 Nov", "13 Nov"],
    ["2026-10-02T09:15:00.000Z", "2 Oct", "2 Oct"],
    ["2019-03-02T09:15:00.000Z", "2 Mar 2019", "2 Mar 2019"],
  ])("tells %s as %s, in short %s", (at, moment, when) => {
    expect(british.moment(at, now)).toBe(moment);
    expect(british.when(at, now)).toBe(when);
  });

  it("counts days by the agent's calendar, not by 24 hours", () => {
    const colombo = createCalendar("en-GB", "Asia/Colombo");
    expect(british.daysBetween("2026-11-19T23:59:00.000Z", "2026-11-20T00:01:00.000Z")).toBe(1);
    expect(colombo.daysBetween("2026-11-19T23:59:00.000Z", "2026-11-20T00:01:00.000Z")).toBe(0);
    expect(colombo.moment("2026-11-19T19:00:00.000Z", now)).toBe("today 00:30");
  });

  it("counts days over a change to summer time", () => {
    const berlin = createCalendar("de-DE", "Europe/Berlin");
    expect(berlin.daysBetween("2026-10-24T12:00:00.000Z", "2026-10-26T12:00:00.000Z")).toBe(2);
  });

  it.each([
    ["2026-11-16T09:15:00.000Z", "4 days"],
    ["2026-11-19T23:00:00.000Z", "1 day"],
    ["2026-11-20T11:00:00.000Z", "3 hours"],
    ["2026-11-20T13:50:00.000Z", "12 minutes"],
    ["2026-11-20T14:05:00.000Z", "0 minutes"],
  ])("says that what began at %s is %s old", (since, age) => {
    expect(british.age(since, now)).toBe(age);
  });

  it.each([
    [42, "42 secs"],
    [540, "9 mins"],
    [3600, "1 hr"],
    [3900, "1 hr 5 mins"],
  ])("says %i seconds as %s", (seconds, duration) => {
    expect(british.duration(seconds)).toBe(duration);
  });

  it("says a clock time of today, and the day with any other", () => {
    expect(british.asOf("2026-11-20T13:47:00.000Z", now)).toBe("13:47");
    expect(british.asOf("2026-11-19T13:47:00.000Z", now)).toBe("yesterday 13:47");
  });

  it("follows the agent's own habits", () => {
    expect(createCalendar("en-US", "UTC").moment("2026-11-19T16:20:00.000Z", now)).toMatch(/^yesterday 4:20\sPM$/);
    expect(createCalendar("de-DE", "UTC").when("2026-11-19T16:20:00.000Z", now)).toBe("gestern");
  });
});
