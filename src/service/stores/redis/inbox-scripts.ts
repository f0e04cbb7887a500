import { readScript, writeScript } from "./script.ts";

const jobs = String.raw`
local due, leased, dead = tenant .. ':jobs-due', tenant .. ':jobs-leased', tenant .. ':jobs-dead'
local idle, letters = tenant .. ':jobs-idle', tenant .. ':dead-letters'

local function deadMember(job) return string.format('%016d', tonumber(job[4])) .. '\0' .. job[3] end
local function stateOf(id)
  return redis.call('HMGET', named('job', id), 'dueAt', 'leaseUntil', 'deadLetterId', 'lastFailedAt', 'touchedAt')
end
local function unlist(id)
  local job = stateOf(id)
  redis.call('ZREM', due, id)
  redis.call('ZREM', leased, id)
  redis.call('ZREM', idle, id)
  if job[3] then
    redis.call('ZREM', dead, deadMember(job))
    redis.call('HDEL', letters, job[3])
  end
  return job
end
local function list(id)
  local job = stateOf(id)
  if job[1] then redis.call('ZADD', due, job[1], id) end
  if job[2] then redis.call('ZADD', leased, job[2], id) end
  if job[3] then
    redis.call('ZADD', dead, 0, deadMember(job))
    redis.call('HSET', letters, job[3], id)
  end
  if not job[1] and not job[3] then redis.call('ZADD', idle, job[5], id) end
end
local function change(id, set, cleared)
  unlist(id)
  redis.call('HSET', named('job', id), unpack(set))
  if cleared and #cleared > 0 then redis.call('HDEL', named('job', id), unpack(cleared)) end
  list(id)
end
local function forget(id)
  unlist(id)
  redis.call('DEL', named('job', id), named('events', id))
end
`;

/** now, dueAt, then of each event conversation, topic, what tells it from others, and 1 when it triggers. */
export const addEventsScript = writeScript(
  jobs +
    String.raw`
for i = 4, #ARGV, 4 do
  local id, topic = ARGV[i], ARGV[i + 1]
  if redis.call('SADD', named('events', id), ARGV[i + 2]) == 1 then
    local job = redis.call('HMGET', named('job', id), 'revision', 'triggered')
    local triggered = (ARGV[i + 3] == '1' or job[2] == '1') and '1' or '0'
    local set = {'topic', topic, 'revision', tonumber(job[1] or '0') + 1, 'triggered', triggered,
      'attempts', 0, 'passes', 0, 'touchedAt', ARGV[2]}
    local cleared = {'deadLetterId'}
    if triggered == '1' then
      set[#set + 1] = 'dueAt'
      set[#set + 1] = ARGV[3]
    else
      cleared[2] = 'dueAt'
    end
    change(id, set, cleared)
  end
end
return finish('0')
`,
);

/** now, limit. Conversations that can be leased, longest overdue first, each with when it was due. */
export const leasableScript = readScript(
  jobs +
    String.raw`
local taken = redis.call('ZCOUNT', leased, '(' .. ARGV[1], '+inf')
local found = {}
local candidates = redis.call('ZRANGEBYSCORE', due, '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, taken + tonumber(ARGV[2]))
for i = 1, #candidates, 2 do
  local ends = redis.call('ZSCORE', leased, candidates[i])
  if not ends or tonumber(ends) <= tonumber(ARGV[1]) then found[#found + 1] = {candidates[i], candidates[i + 1]} end
end
return found
`,
);

/** now, until, token, conversations. Those that can still be leased, as JSON. */
export const leaseScript = writeScript(
  jobs +
    String.raw`
local now, given = tonumber(ARGV[2]), {}
for i = 5, #ARGV do
  local id = ARGV[i]
  local at, ends = redis.call('ZSCORE', due, id), redis.call('ZSCORE', leased, id)
  if at and tonumber(at) <= now and (not ends or tonumber(ends) <= now) then
    redis.call('HINCRBY', named('job', id), 'attempts', 1)
    change(id, {'leaseToken', ARGV[4], 'leaseUntil', ARGV[3]})
    local job = redis.call('HMGET', named('job', id), 'topic', 'revision', 'attempts', 'passes', 'digest')
    given[#given + 1] = {id, job[1], tonumber(job[2]), tonumber(job[3]), tonumber(job[4]), job[5] or cjson.null}
  end
end
if #given == 0 then return '[]' end
return finish(cjson.encode(given))
`,
);

/** conversation, token, revision, now, digest if it was refined meanwhile or nothing, attempts to add, then what the verdict sets and clears as JSON. */
export const endLeaseScript = writeScript(
  jobs +
    String.raw`
local id, now = ARGV[2], ARGV[5]
local job = redis.call('HMGET', named('job', id), 'leaseToken', 'revision', 'firstFailedAt')
if job[1] ~= ARGV[3] then return 'false' end
local set, cleared = {'touchedAt', now}, {'leaseToken', 'leaseUntil'}
local function add(name, value)
  set[#set + 1] = name
  set[#set + 1] = value
end
if job[2] ~= ARGV[4] then
  add('attempts', 0)
  if ARGV[6] == '' then cleared[3] = 'digest' else add('digest', string.sub(ARGV[6], 2)) end
else
  local verdict = cjson.decode(ARGV[7])
  for name, value in pairs(verdict.set) do add(name, value) end
  for _, name in ipairs(verdict.cleared) do cleared[#cleared + 1] = name end
  if verdict.fails and not job[3] then add('firstFailedAt', now) end
  for name, by in pairs(verdict.add) do redis.call('HINCRBY', named('job', id), name, by) end
end
change(id, set, cleared)
return finish('true')
`,
);

/** When the first job can be leased, or nothing. */
export const nextDueScript = readScript(
  jobs +
    String.raw`
local first = false
local function consider(at)
  if not first or at < first then first = at end
end
for _, id in ipairs(redis.call('ZRANGE', due, 0, redis.call('ZCARD', leased))) do
  if not redis.call('ZSCORE', leased, id) then
    consider(tonumber(redis.call('ZSCORE', due, id)))
    break
  end
end
local leases = redis.call('ZRANGE', leased, 0, -1, 'WITHSCORES')
for i = 1, #leases, 2 do
  local at = redis.call('ZSCORE', due, leases[i])
  if at then consider(math.max(tonumber(at), tonumber(leases[i + 1]))) end
end
return first and string.format('%d', first)
`,
);

/** Upper bound, limit. */
export const listDeadScript = readScript(
  jobs +
    String.raw`
local found = {}
for i, member in ipairs(redis.call('ZREVRANGEBYLEX', dead, ARGV[1], '-', 'LIMIT', 0, ARGV[2])) do
  local letter = idOf(member)
  local id = redis.call('HGET', letters, letter)
  local job = redis.call('HMGET', named('job', id), 'topic', 'reason', 'attempts', 'firstFailedAt', 'lastFailedAt')
  found[i] = {letter, id, job[1], job[2], job[3], job[4], job[5]}
end
return found
`,
);

/** Dead letter, now. */
export const replayScript = writeScript(
  jobs +
    String.raw`
local id = redis.call('HGET', letters, ARGV[2])
if not id then return 'false' end
change(id, {'dueAt', ARGV[3], 'attempts', 0, 'touchedAt', ARGV[3]}, {'deadLetterId'})
return finish('true')
`,
);

/** Dead letter. */
export const deleteDeadScript = writeScript(
  jobs +
    String.raw`
local id = redis.call('HGET', letters, ARGV[2])
if not id then return 'false' end
forget(id)
return finish('true')
`,
);

const count = String.raw`
local function isWanted(id)
  local job = stateOf(id)
  return job[1] or job[3]
end
`;

/** Conversations. */
export const countJobsScript = readScript(
  jobs +
    count +
    String.raw`
local wanted = 0
for _, id in ipairs(ARGV) do
  if isWanted(id) then wanted = wanted + 1 end
end
return wanted
`,
);

/** Conversations. */
export const removeJobsScript = writeScript(
  jobs +
    count +
    String.raw`
local wanted = 0
for i = 2, #ARGV do
  if isWanted(ARGV[i]) then wanted = wanted + 1 end
  forget(ARGV[i])
end
return finish(tostring(wanted))
`,
);

/** Time, limit. */
export const purgeScript = writeScript(
  jobs +
    String.raw`
local old = redis.call('ZRANGEBYSCORE', idle, '-inf', '(' .. ARGV[2], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(old) do forget(id) end
return finish(tostring(#old))
`,
);

/** now. */
export const backlogScript = readScript(
  jobs +
    String.raw`
local first = redis.call('ZRANGEBYSCORE', due, '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, 1)
return {redis.call('ZCARD', due), redis.call('ZCARD', dead), first[2] or false}
`,
);
