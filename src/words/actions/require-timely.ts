import { sharedFamilies } from '../lab/destination.ts';
import type { Lab } from '../lab/lab.ts';
import type { Visit } from '../lab/visit.ts';
import { inMs } from '../language/amount.ts';
import { answersDns } from '../services/answers-dns.ts';
import type { DnsAnswers } from '../services/answer-settings.ts';

/**
 * Throws where an answer came later than the slowest server would have sent it over the links on the way: on a machine that is too busy, the
 * order of events is not that of the network.
 */
export const requireTimely = ({ queries }: Visit, client: string, lab: Lab): void => {
  const asked = lab.traitOf(client, 'nameserver') as string | undefined;
  if (asked === undefined) return;
  for (const { family, askedMs, answeredMs } of queries) {
    const type = family === 'ipv6' ? 'aaaa' : 'a';
    const servers = [...lab.nodes.values()]
      .filter(answersDns)
      .map(({ name }) => ({ name, way: (lab.traitOf(name, 'dns-answers') as DnsAnswers | undefined)?.[type] }));
    if (answeredMs === undefined || servers.some(({ way }) => way === 'never')) continue;
    if (!servers.some(({ way }) => typeof way === 'object')) continue; // no server is late, so nothing depends on its answers
    const slowest = Math.max(
      ...servers.map(
        ({ name, way }) => roundTripMs(lab, asked, name) + (typeof way === 'object' ? inMs(way.delay) : 0),
      ),
    );
    const late = Math.round(answeredMs - askedMs - roundTripMs(lab, client, asked) - slowest);
    if (late > lateMs)
      throw new Error(
        `the answer of ${type.toUpperCase()} came ${late} ms late: this machine is too busy to judge a race`,
      );
  }
};

/** The most of both families: a client or resolver may ask over either. */
const roundTripMs = (lab: Lab, from: string, to: string): number =>
  from === to
    ? 0
    : Math.max(0, ...sharedFamilies(lab.nodes, from, to).map((family) => lab.delayOfLinks({ from, to, family })));

/** Scenarios keep twice as much between their delays and those of clients. */
const lateMs = 15;
