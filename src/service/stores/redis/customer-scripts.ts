import { readScript } from "./script.ts";

const customers = String.raw`
local function customer(id)
  return redis.call('HMGET', named('customer', id), 'revision', 'version', 'mergedInto', 'erasedAt', 'head', 'receipt')
end
local function owner(id)
  local at = id
  while true do
    local c = redis.call('HMGET', named('customer', at), 'createdAt', 'mergedInto', 'version', 'made', 'erasedAt')
    if not c[1] then return false end
    if not c[2] then return {id, at, c[3], c[4], c[1], c[5]} end
    at = c[2]
  end
end
`;

const facts = String.raw`
local function newest(kind, id, before, limit)
  return redis.call('ZREVRANGEBYLEX', named(kind, id), before, '-', 'LIMIT', 0, limit)
end
local function interactions(id, before, limit)
  local found = {}
  for i, member in ipairs(newest('interactions', id, before, limit)) do
    found[i] = redis.call('HMGET', named('conversation', idOf(member)), 'summary', 'collected')
  end
  return found
end
local function sentiments(id, limit)
  local found = {}
  for i, member in ipairs(newest('sentiments', id, '+', limit)) do
    local conversation = idOf(member)
    local s = redis.call('HMGET', named('conversation', conversation), 'at', 'sentiment', 'score')
    found[i] = {conversation, s[1], s[2], s[3]}
  end
  return found
end
local function sessions(id, since)
  local found = {}
  for i, member in ipairs(redis.call('ZREVRANGEBYLEX', named('sessions', id), '+', since)) do
    found[i] = redis.call('HMGET', named('session', idOf(member)), 'customerId', 'session', 'told')
  end
  return found
end
`;

/** id, interactions, sentiments, lower bound of sessions or nothing. */
export const groupScript = readScript(
  customers +
    facts +
    String.raw`
local asked = customer(ARGV[1])
if not asked[1] then return false end
if not asked[5] then return {'erased', {ARGV[1], asked}} end
local found = owner(ARGV[1])
if not found then return false end
local members, newestOf, sentimentsOf, sessionsOf = {}, {}, {}, {}
local function add(id)
  local row = customer(id)
  if not row[5] then return end
  local n = #members + 1
  members[n] = {id, row}
  newestOf[n] = ARGV[2] == '0' and {} or interactions(id, '+', ARGV[2])
  sentimentsOf[n] = ARGV[3] == '0' and {} or sentiments(id, ARGV[3])
  sessionsOf[n] = ARGV[4] == '' and {} or sessions(id, ARGV[4])
  for _, merged in ipairs(cjson.decode(redis.call('HGET', named('customer', id), 'merged'))) do add(merged) end
end
add(found[2])
return {'living', members, newestOf, sentimentsOf, sessionsOf}
`,
);

/** How many customer ids, these, then keys. Of each customer the owner, or without one the row; of each key whom it leads to. */
export const standingScript = readScript(
  customers +
    String.raw`
local count = tonumber(ARGV[1])
local standing, keys = {}, {}
for i = 1, count do
  local answers = owner(ARGV[1 + i])
  standing[i] = {answers, not answers and customer(ARGV[1 + i])}
end
for i = 2 + count, #ARGV do
  local row = redis.call('HMGET', named('key', ARGV[i]), 'revision', 'erasedAt', 'customerIds')
  local owners = {}
  for _, id in ipairs(row[3] and cjson.decode(row[3]) or {}) do
    local answers = owner(id)
    if answers then owners[#owners + 1] = answers end
  end
  keys[#keys + 1] = {row[1], row[2], owners}
end
return {standing, keys}
`,
);

/** Conversation id. */
export const conversationScript = readScript(
  "return redis.call('HMGET', named('conversation', ARGV[1]), 'customerId', 'summary', 'collected')",
);

/** Session id. */
export const sessionScript = readScript(
  "return redis.call('HMGET', named('session', ARGV[1]), 'customerId', 'session', 'told')",
);

/** Upper bound, limit, customer ids. */
export const interactionsScript = readScript(
  facts +
    String.raw`
local found = {}
for i = 3, #ARGV do found[i - 2] = interactions(ARGV[i], ARGV[1], ARGV[2]) end
return found
`,
);

/** Upper bound, limit, customer ids. */
export const actionsScript = readScript(
  facts +
    String.raw`
local found = {}
for i = 3, #ARGV do found[i - 2] = newest('actions', ARGV[i], ARGV[1], ARGV[2]) end
return found
`,
);

/** Customer ids. */
export const sessionsScript = readScript(
  facts +
    String.raw`
local found = {}
for i, id in ipairs(ARGV) do found[i] = sessions(id, '-') end
return found
`,
);

/** Customer ids. Conversations that were erased are among them. */
export const conversationIdsScript = readScript(String.raw`
local found = {}
for _, id in ipairs(ARGV) do
  for _, member in ipairs(redis.call('ZRANGE', named('interactions', id), 0, -1)) do found[#found + 1] = idOf(member) end
  for _, erased in ipairs(redis.call('SMEMBERS', named('erased', id))) do found[#found + 1] = erased end
end
return found
`);

/** Customer id, limit of facts, limit of sessions. */
export const agedScript = readScript(String.raw`
local function first(kind, from)
  return redis.call('ZRANGEBYLEX', named(kind, ARGV[1]), '[' .. from, '+', 'LIMIT', 0, 1)[1] or false
end
local old = {}
for i, member in ipairs(redis.call('ZRANGEBYLEX', named('sessions', ARGV[1]), '-', '(' .. ARGV[3])) do
  old[i] = idOf(member)
end
return {
  redis.call('ZLEXCOUNT', named('interactions', ARGV[1]), '-', '(' .. ARGV[2]),
  old,
  first('interactions', ARGV[2]),
  first('actions', ARGV[2]),
  first('sessions', ARGV[3])
}
`);

/** Limit of facts, limit of sessions, count. */
export const agingScript = readScript(String.raw`
local function before(kind, limit)
  local ids = {}
  for i, member in ipairs(redis.call('ZRANGEBYLEX', named('aging', kind), '-', '(' .. limit, 'LIMIT', 0, ARGV[3])) do
    ids[i] = idOf(member)
  end
  return ids
end
return {before('facts', ARGV[1]), before('sessions', ARGV[2])}
`);

/** Upper bound, lower bound, limit, customer ids. */
export const auditScript = readScript(String.raw`
local found = {}
for i = 4, #ARGV do
  found[i - 3] = redis.call('ZREVRANGEBYLEX', named('audit', ARGV[i]), ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
end
return found
`);
