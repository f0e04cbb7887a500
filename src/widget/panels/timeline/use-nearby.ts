import { type RefObject, startTransition, useEffect, useRef, useState } from "react";

/** Whether an element is within `margin` of what the agent sees; a browser that cannot tell gets everything. */
export function useNearby<Box extends Element>(
  margin: string,
): { readonly ref: RefObject<Box | null>; readonly near: boolean } {
  const ref = useRef<Box>(null);
  const [near, setNear] = useState(!("IntersectionObserver" in globalThis));
  useEffect(() => {
    const box = ref.current;
    if (!box || !("IntersectionObserver" in globalThis)) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const latest = entries.at(-1);
        // Many rows come at once: they are drawn a few at a time, so that scrolling goes on meanwhile.
        if (latest) startTransition(() => setNear(latest.isIntersecting));
      },
      { rootMargin: `${margin} 0px` },
    );
    observer.observe(box);
    return () => observer.disconnect();
  }, [margin]);
  return { ref, near };
}
