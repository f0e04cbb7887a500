import { useState } from "react";

/** Says a sentence once to who listens instead of looking: again only when `about` changes. */
export function Announcer({ about, sentence }: { readonly about: string; readonly sentence: string }) {
  const [said, setSaid] = useState({ about, sentence });
  if (said.about !== about) setSaid({ about, sentence });
  return (
    <p className="visually-hidden" aria-live="polite">
      {said.about === about ? said.sentence : sentence}
    </p>
  );
}
