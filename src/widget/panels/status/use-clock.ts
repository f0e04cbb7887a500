import { useEffect, useState } from "react";

/** The time, kept up to date: by the second while something counts down, else often enough for "12 minutes". */
export function useClock(now: () => number, countsDown: boolean): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), countsDown ? 1000 : 20_000);
    return () => clearInterval(timer);
  }, [now, countsDown]);
  return time;
}
