import { createHash } from "node:crypto";

/** A Lua script that works on the keys of one tenant, all of which are in one hash slot. */
export interface Script {
  readonly source: string;
  readonly sha1: string;
}

/** Longer than anybody tries again. */
const appliedMilliseconds = 60_000;

/** `KEYS[1]` is the tenant's hash tag, and every other key begins with it. */
const names = String.raw`
local tenant = KEYS[1]
local function named(kind, id) return tenant .. ':' .. kind .. ':' .. id end
local function idOf(member) return string.match(member, '%z(.*)$') end
`;

/** Reads `ARGV`; several keys are read at one moment. */
export function readScript(body: string): Script {
  return script(names + body);
}

/**
 * `ARGV[1]` tells this write from all others: sent again after a broken connection, a write that was applied answers what it answered.
 * The body checks all its conditions before the first change, because a script is not taken back, and ends with `finish(answer)`.
 * Redis looks at its memory only before the first change, and not when that is a removal: hence `refuseWhenFull()` where a body adds.
 */
export function writeScript(body: string): Script {
  return script(`${names}
local applied = named('applied', ARGV[1])
local answered = redis.call('GET', applied)
if answered then return answered end
local function refuseWhenFull() redis.call('SET', applied, '', 'PX', ${appliedMilliseconds}) end
local function finish(answer)
  redis.call('SET', applied, answer, 'PX', ${appliedMilliseconds})
  return answer
end
${body}`);
}

function script(source: string): Script {
  return { source, sha1: createHash("sha1").update(source).digest("hex") };
}
