import { $ } from 'zx';

/** Returns why the commands of a page cannot run on this machine, found by trying; undefined if they can. */
export const missingRequirement = async (page) => {
  const run = $({ nothrow: true, quiet: true });
  const doctor = await run`mtulab doctor`;
  if (doctor.exitCode !== 0)
    return `mtulab cannot run here (mtulab doctor): ${doctor.stderr.trim() || doctor.stdout.trim()}`;
  if (!/\btcpdump\b/.test(page)) return undefined;
  const { exitCode, stderr } = await run`ip link set lo up && timeout 1 tcpdump -n -i lo`; // runs until timeout stops it, or prints its error
  return exitCode === 124 ? undefined : `tcpdump cannot capture here: ${stderr.trim()}`;
};
