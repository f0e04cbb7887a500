/** How long one verb took until its answer came, or until it failed. */
export interface Measurement {
  readonly verb: string;
  readonly seconds: number;
  readonly failed: boolean;
}

/** Stands in for the target and reports every answer that its methods promise; what is answered at once is not reported. */
export function measured<T extends object>(target: T, report: (measurement: Measurement) => void): T {
  const wrappers = new Map<PropertyKey, unknown>();
  return new Proxy(target, {
    get(_target, name) {
      const known = wrappers.get(name);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      const wrapper = (...values: readonly unknown[]): unknown => {
        const startedAt = performance.now();
        const answer: unknown = Reflect.apply(value, target, values);
        if (!(answer instanceof Promise)) return answer;
        const done = (failed: boolean) => () =>
          report({ verb: String(name), seconds: (performance.now() - startedAt) / 1000, failed });
        answer.then(done(false), done(true));
        return answer;
      };
      wrappers.set(name, wrapper);
      return wrapper;
    },
  });
}
