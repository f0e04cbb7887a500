import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { KeptKey } from "./kept-key.ts";
import { KeyForm } from "./KeyForm.tsx";
import { Overview } from "./Overview.tsx";
import type { ServiceClient } from "./service-client.ts";

interface OperatorsProps {
  readonly kept: KeptKey;
  readonly openService: (key: string) => ServiceClient;
}

/** The operators' page: asks for a service key first, then shows what that key may see. */
export function Operators({ kept, openService }: OperatorsProps) {
  const queries = useQueryClient();
  const [key, setKey] = useState(() => kept.read());
  const [isRefused, setIsRefused] = useState(false);
  const service = useMemo(() => (key === null ? null : openService(key)), [key, openService]);
  const leave = useCallback(
    (refused: boolean) => {
      kept.forget();
      queries.clear();
      setKey(null);
      setIsRefused(refused);
    },
    [kept, queries],
  );
  const refuse = useCallback(() => leave(true), [leave]);
  const forget = useCallback(() => leave(false), [leave]);
  const enter = (typed: string) => {
    kept.keep(typed);
    setIsRefused(false);
    setKey(typed);
  };
  return service === null ? (
    <KeyForm isRefused={isRefused} onKey={enter} />
  ) : (
    <Overview service={service} onUnknownKey={refuse} onForget={forget} />
  );
}
