import { useCallback, useEffect, useState } from "react";
import type { PipelineState } from "../control/pipeline-state.ts";
import { readPipeline } from "./desk-client.ts";

const refreshMilliseconds = 1000;
const nothing: PipelineState = { counts: null, deadLetters: null };

/** How the pipeline stands, asked once a second for as long as somebody looks; null before the first answer. */
export function usePipeline(): { readonly state: PipelineState | null; readonly refresh: () => Promise<void> } {
  const [state, setState] = useState<PipelineState | null>(null);
  const refresh = useCallback(async () => setState((await readPipeline()) ?? nothing), []);
  useEffect(() => {
    let isLeft = false;
    let timer = 0;
    const ask = async (): Promise<void> => {
      await refresh();
      if (!isLeft) timer = window.setTimeout(() => void ask(), refreshMilliseconds);
    };
    void ask();
    return () => {
      isLeft = true;
      window.clearTimeout(timer);
    };
  }, [refresh]);
  return { state, refresh };
}
