import type { Answer } from "./answer.ts";

interface NameSettings {
  readonly now: () => number;
  readonly load: (id: string) => Promise<Answer<string | null>>;
}

interface Entry {
  readonly name: Promise<Answer<string | null>>;
  until: number;
}

const lifetime = 60 * 60_000;
const unnamedLifetime = 10 * 60_000;
const mostNames = 10_000;

/**
 * Names by id, asked for once an hour however many want them. What is not there or may not be read has no name for ten minutes;
 * what could not be asked is not remembered.
 */
export function createNames({ now, load }: NameSettings): (id: string) => Promise<Answer<string | null>> {
  const known = new Map<string, Entry>();
  return (id) => {
    const present = known.get(id);
    if (present && present.until > now()) return present.name;
    if (known.size >= mostNames) for (const oldest of [...known.keys()].slice(0, mostNames / 10)) known.delete(oldest);
    const entry: Entry = { name: loadOrNull(load, id), until: Number.POSITIVE_INFINITY };
    known.set(id, entry);
    return settled(entry, id);
  };

  async function settled(entry: Entry, id: string): Promise<Answer<string | null>> {
    const answer = await entry.name;
    if (answer.ok) entry.until = now() + (answer.value === null ? unnamedLifetime : lifetime);
    else if (known.get(id) === entry) known.delete(id);
    return answer;
  }
}

async function loadOrNull(load: NameSettings["load"], id: string): Promise<Answer<string | null>> {
  const answer = await load(id);
  if (answer.ok) return answer;
  switch (answer.failure.kind) {
    case "missing":
    case "refused":
    case "unreadable":
      return { ok: true, value: null };
    case "unavailable":
    case "held_back":
    case "stopped":
      return answer;
    default:
      return answer.failure satisfies never;
  }
}
