import { writeScript } from "./script.ts";

/** The change as JSON, its values as texts within; answers whether its conditions held. */
export const commitScript = writeScript(String.raw`
local change = cjson.decode(ARGV[2])

local function isRevision(kind, id, revision)
  return tonumber(redis.call('HGET', named(kind, id), 'revision') or '0') == revision
end
local function isHeldBy(kind, id, holder)
  return redis.call('HGET', named(kind, id), 'customerId') == (holder or false)
end
for _, c in ipairs(change.customers) do
  if not isRevision('customer', c.id, c.revision) then return 'false' end
end
for _, k in ipairs(change.keys) do
  if not isRevision('key', k.id, k.revision) then return 'false' end
end
for _, i in ipairs(change.interactions) do
  if not isHeldBy('conversation', i.id, i.before) then return 'false' end
end
for _, s in ipairs(change.sessions) do
  if not isHeldBy('session', s.id, s.before) then return 'false' end
end

-- What is erased or expired makes room.
if #change.erased == 0 and #change.expired == 0 then refuseWhenFull() end

local function add(kind, id, member) redis.call('ZADD', named(kind, id), 0, member) end
local function put(kind, id, fields)
  redis.call('DEL', named(kind, id))
  if fields then redis.call('HSET', named(kind, id), unpack(fields)) end
end

for _, c in ipairs(change.customers) do
  local was = redis.call('HMGET', named('customer', c.id), 'oldestAt', 'restingSince')
  if was[1] then redis.call('ZREM', named('aging', 'facts'), was[1] .. '\0' .. c.id) end
  if was[2] then redis.call('ZREM', named('aging', 'sessions'), was[2] .. '\0' .. c.id) end
  put('customer', c.id, c.fields)
  if c.oldestAt then add('aging', 'facts', c.oldestAt .. '\0' .. c.id) end
  if c.restingSince then add('aging', 'sessions', c.restingSince .. '\0' .. c.id) end
end

for _, k in ipairs(change.keys) do put('key', k.id, k.fields) end

local function dropConversation(id)
  local was = redis.call('HMGET', named('conversation', id), 'customerId', 'at')
  if was[2] then
    redis.call('ZREM', named('interactions', was[1]), was[2] .. '\0' .. id)
    redis.call('ZREM', named('sentiments', was[1]), was[2] .. '\0' .. id)
  elseif was[1] then
    redis.call('SREM', named('erased', was[1]), id)
  end
  redis.call('DEL', named('conversation', id))
end
for _, i in ipairs(change.interactions) do
  dropConversation(i.id)
  if i.fields then
    put('conversation', i.id, i.fields)
    add('interactions', i.after, i.at .. '\0' .. i.id)
    if i.hasSentiment then add('sentiments', i.after, i.at .. '\0' .. i.id) end
  end
end

for _, a in ipairs(change.actions) do add('actions', a.customerId, a.member) end

local function dropSession(id)
  local was = redis.call('HMGET', named('session', id), 'customerId', 'lastActivityAt')
  if was[2] then redis.call('ZREM', named('sessions', was[1]), was[2] .. '\0' .. id) end
  redis.call('DEL', named('session', id))
end
for _, s in ipairs(change.sessions) do
  dropSession(s.id)
  if s.fields then
    put('session', s.id, s.fields)
    add('sessions', s.after, s.at .. '\0' .. s.id)
  end
end

for _, id in ipairs(change.erased) do
  for _, member in ipairs(redis.call('ZRANGE', named('interactions', id), 0, -1)) do
    put('conversation', idOf(member), {'customerId', id})
    redis.call('SADD', named('erased', id), idOf(member))
  end
  for _, member in ipairs(redis.call('ZRANGE', named('sessions', id), 0, -1)) do
    put('session', idOf(member), {'customerId', id})
  end
  for _, kind in ipairs({'interactions', 'sentiments', 'actions', 'sessions'}) do
    redis.call('DEL', named(kind, id))
  end
end

for _, e in ipairs(change.expired) do
  local facts, sessions = '(' .. e.facts, '(' .. e.sessions
  for _, member in ipairs(redis.call('ZRANGEBYLEX', named('interactions', e.id), '-', facts)) do
    redis.call('DEL', named('conversation', idOf(member)))
  end
  for _, kind in ipairs({'interactions', 'sentiments', 'actions'}) do
    redis.call('ZREMRANGEBYLEX', named(kind, e.id), '-', facts)
  end
  for _, member in ipairs(redis.call('ZRANGEBYLEX', named('sessions', e.id), '-', sessions)) do
    redis.call('DEL', named('session', idOf(member)))
  end
  redis.call('ZREMRANGEBYLEX', named('sessions', e.id), '-', sessions)
end

for _, a in ipairs(change.audit) do
  add('audit', a.customerId, a.place .. '\0' .. a.entry)
  redis.call('ZADD', tenant .. ':audit-times', 0, a.place .. '\0' .. a.customerId)
end
return finish('true')
`);

/** Time; answers how many entries went, at most a thousand. */
export const expireAuditScript = writeScript(String.raw`
local times = tenant .. ':audit-times'
local old = redis.call('ZRANGEBYLEX', times, '-', '(' .. ARGV[2], 'LIMIT', 0, 1000)
for _, member in ipairs(old) do
  local place, customerId = string.match(member, '^([^%z]*%z[^%z]*)%z(.*)$')
  redis.call('ZREMRANGEBYLEX', named('audit', customerId), '[' .. place .. '\0', '(' .. place .. '\1')
  redis.call('ZREM', times, member)
end
return finish(tostring(#old))
`);
