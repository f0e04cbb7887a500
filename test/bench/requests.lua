-- The requests of one run of wrk, made from a body with %PHONE% and %ID% in it, and the figures of the run as JSON.
local body = os.getenv("BENCH_BODY")
local path = os.getenv("BENCH_PATH")
local customers = tonumber(os.getenv("BENCH_CUSTOMERS"))
local headers = { ["authorization"] = "Bearer " .. os.getenv("BENCH_KEY"), ["content-type"] = "application/json" }
local seed = tonumber(os.getenv("BENCH_SEED"))
local number = 0

function init()
  math.randomseed(seed)
end

function request()
  if body == "" then return wrk.format("GET", path) end
  number = number + 1
  local phone = string.format("+9477%07d", math.random(0, customers - 1))
  local sent = string.gsub(body, "%%PHONE%%", phone)
  sent = string.gsub(sent, "%%ID%%", string.format("bench-%d-%d", seed, number))
  return wrk.format("POST", path, headers, sent)
end

function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\n{"perSecond":%f,"median":%f,"p99":%f,"failures":%d}\n',
    summary.requests * 1000000 / summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed))
end
