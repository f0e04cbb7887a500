import type { Reading } from "../service-client.ts";

interface NotAllowedProps {
  readonly reading: Extract<Reading<unknown>, { kind: "not-allowed" | "refused" }>;
  readonly scope: string;
}

/** Why a part is not shown, and what would show it. */
export function NotAllowed({ reading, scope }: NotAllowedProps) {
  return (
    <p className="sub">
      {reading.kind === "refused" ? (
        reading.sentence
      ) : (
        <>
          This key may not see this: use one with the scope <code>{scope}</code>.
        </>
      )}
    </p>
  );
}
