-- Has wrk say what it counted in one line of JSON. No function runs for each request, so that this
-- costs wrk nothing while it measures. Times are in microseconds.
function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"duration": %d, "requests": %d, "bytes": %d, "connect": %d, "read": %d, "write": %d, ' ..
      '"status": %d, "timeout": %d, "mean": %.1f, "p50": %d, "p90": %d, "p99": %d, "max": %d}\n',
      summary.duration, summary.requests, summary.bytes, errors.connect, errors.read, errors.write,
      errors.status, errors.timeout, latency.mean, latency:percentile(50), latency:percentile(90),
      latency:percentile(99), latency.max))
end
