/** Files of the installation; `write` leaves the whole new file or the old one. */
export interface Files {
  /** Null when there is none. */
  readonly read: (path: string) => string | null;
  readonly write: (path: string, text: string, mode: number) => void;
}

/** The variables that the service starts with: one `NAME=value` a line, for a shell, `node --env-file` and systemd alike. */
export interface Secrets {
  readonly path: string;
  get(name: string): string | null;
  /** Written at once, readable by the owner only; in a dry run it is kept in memory. */
  put(name: string, value: string): void;
}

export function openSecrets(files: Files, path: string, isDry: boolean): Secrets {
  const lines = (files.read(path) ?? "").split("\n").filter((line) => line.trim() !== "");
  return {
    path,
    get: (name) => {
      const line = lines.find((one) => one.startsWith(prefixOf(name)));
      const value = line?.slice(prefixOf(name).length).replace(/^'(.*)'$/, "$1") ?? "";
      return value === "" ? null : value;
    },
    put: (name, value) => {
      const line = `${prefixOf(name)}${/^[\w.~+/=-]+$/.test(value) ? value : `'${value}'`}`;
      const index = lines.findIndex((one) => one.startsWith(prefixOf(name)));
      if (index === -1) lines.push(line);
      else lines[index] = line;
      if (!isDry) files.write(path, `${lines.join("\n")}\n`, 0o600);
    },
  };
}

function prefixOf(name: string): string {
  return `${name}=`;
}
