import { $ } from 'zx';

/** Why a page cannot be followed here, found by trying; undefined where it can. */
export const lackOf = async (page) => {
  const run = $({ nothrow: true, quiet: true });
  const doctor = await run`mtulab doctor`;
  if (doctor.exitCode !== 0)
    return `mtulab cannot run here (mtulab doctor): ${doctor.stderr.trim() || doctor.stdout.trim()}`;
  if (!/\btcpdump\b/.test(page)) return undefined;
  const { exitCode, stderr } = await run`ip link set lo up && timeout 1 tcpdump -n -i lo`; // captures until it is stopped, or says why not
  return exitCode === 124 ? undefined : `tcpdump cannot capture here: ${stderr.trim()}`;
};
