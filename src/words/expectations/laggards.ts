import { formatLaggard, formatPercent, laggardsOf } from '../facts/traffic-share.ts';
import { matchesAmount } from '../language/amount.ts';
import { amount, mapOf, orNone, reference, text } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { judgeParts, notObserved } from './judgement.ts';
import type { JudgedPart } from './judgement.ts';

const shape = orNone(
  mapOf(
    'all who use IPv4 with peers although both have IPv6, and who have at least 1 percent of the bytes; none if there are none',
    mapOf(
      'ports',
      amount('percent of all bytes at the place'),
      text('the lower port of its connections', /^[1-9][0-9]{0,4}$/, '6881'),
    ),
    reference('node', 'the node on the near side of the place'),
  ),
);

type Wanted = ValueOf<typeof shape>;

/** A laggard that is not expected fails too, so that a list that is met is complete. */
export const laggards: Expectation<Wanted> = {
  about: 'Who sends and gets how much over IPv4 although both ends have IPv6: hosts, and the ports of their services.',
  shape,
  example: { client: { 6881: '>= 20' } },
  reads: ['traffic'],
  settles: () => 'any',
  judge: (wanted, { traffic }) => {
    const expected = wanted === 'none' ? [] : Object.entries(wanted).flatMap(([host, ports]) => partsOf(host, ports));
    const wantedText = expected.map(({ host, port, percent }) => `${host} ${port} ${percent} %`).join(', ') || 'none';
    if (!traffic || traffic.rows.length === 0)
      return notObserved(
        wantedText,
        traffic ? `any packet at ${traffic.place}` : 'traffic; the first measurement starts to count',
      );
    const seen = laggardsOf(traffic);
    const isExpected = (host: string, port?: number): boolean =>
      expected.some((each) => each.host === host && each.port === `${port}`);
    const parts: readonly JudgedPart[] = [
      ...expected.map(({ host, port, percent }): JudgedPart => {
        const all = seen.filter((laggard) => laggard.host === host && `${laggard.port}` === port);
        const sum = all.reduce((total, laggard) => total + laggard.percent, 0);
        const met = matchesAmount(percent, all.length === 0 ? null : sum);
        return {
          name: `${host} ${port}`,
          met,
          wanted: `${percent} %`,
          saw: all.length === 0 ? 'none' : formatPercent(sum),
        };
      }),
      ...seen
        .filter(({ host, port }) => !isExpected(host, port))
        .map((laggard): JudgedPart => ({
          ...{ name: 'besides', met: false, wanted: 'nobody', saw: formatLaggard(laggard) },
        })),
    ];
    const judged = judgeParts(parts, seen.map(formatLaggard));
    return { ...judged, wanted: wantedText, saw: judged.saw || 'none' };
  },
};

const partsOf = (host: string, ports: Exclude<Wanted, 'none'>[string]) =>
  Object.entries(ports).map(([port, percent]) => ({ host, port, percent }));
