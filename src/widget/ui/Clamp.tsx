import { type CSSProperties, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { useLocale } from "../locale/LocaleProvider.tsx";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";
import "./Clamp.css";

/** At most so many lines until the agent asks for the rest; the button is only there when there is a rest. */
export function Clamp({ lines, children }: { readonly lines: number; readonly children: ReactNode }) {
  const { text } = useLocale();
  const id = useId();
  const content = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  const [whole, setWhole] = useState(false);

  useLayoutEffect(() => {
    const measure = () => {
      const box = content.current;
      if (box && !whole) setOverflows(box.scrollHeight > box.clientHeight + 1);
    };
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- other content has another height
  }, [children, whole]);

  const style: CSSProperties & Record<"--lines", number> = { "--lines": lines };
  return (
    <div className={whole ? "clamp clamp-whole" : "clamp"} style={style}>
      <div className="clamp-text" id={id} ref={content}>
        {children}
      </div>
      {overflows ? (
        <div className="clamp-toggle">
          <Button
            look="bare"
            aria-label={whole ? text("less") : text("more")}
            aria-expanded={whole}
            aria-controls={id}
            onClick={() => setWhole(!whole)}
          >
            <Icon name="chevron" />
          </Button>
        </div>
      ) : null}
    </div>
  );
}
