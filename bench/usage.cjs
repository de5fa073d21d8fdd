// Loaded into a measured program: writes its processor time (milliseconds) and its largest memory (megabytes) to descriptor 3 when it ends.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeSync(3, JSON.stringify({ ms: (userCPUTime + systemCPUTime) / 1000, mb: maxRSS / 1024 }));
});
