-- wrk: requests drawn at random from a file of "cookie<TAB>path" lines; figures as one line of JSON.
local requests = {}

function init(args)
  math.randomseed(os.time())
  for line in io.lines(args[1]) do
    local cookie, path = line:match("^([^\t]*)\t(.*)$")
    requests[#requests + 1] = wrk.format("GET", path, { ["Cookie"] = cookie, ["Accept-Encoding"] = "identity" })
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency, _requests)
  local failed = summary.errors
  io.write(string.format(
    'JSON {"requests": %d, "seconds": %.3f, "bytes": %d, "p50": %.2f, "p95": %.2f, "p99": %.2f, "max": %.2f, ' ..
    '"status": %d, "timeout": %d, "socket": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    failed.status, failed.timeout, failed.connect + failed.read + failed.write))
end
