import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import type { Family } from '../../src/evidence/family.ts';
import { connectByName } from '../../src/kernel/clients/happy-eyeballs.ts';
import type { ClientEvent, Delays } from '../../src/kernel/clients/happy-eyeballs.ts';

/** When something comes, in milliseconds, and what; undefined: never. */
interface Outline {
  readonly answers: Readonly<Record<Family, readonly [ms: number, addresses: readonly string[]] | undefined>>;
  readonly connects: Readonly<Record<string, readonly [ms: number, failure?: string]>>;
}

const never = (): Promise<never> => new Promise(() => {});

/** Runs the client against a network whose answers take as long as the outline says, and returns what happened in order, with the address that won or the failure. */
const race = async ({ answers, connects }: Outline, delays: Delays = {}, signal = new AbortController().signal) => {
  const events: string[] = [];
  const times = new Map<string, number>();
  const began = performance.now();
  const log = (event: ClientEvent): void => {
    const text = `${event.event} ${'address' in event ? event.address : event.family}`;
    events.push(text);
    times.set(text, performance.now() - began);
  };
  const resolve = async (family: Family): Promise<readonly string[]> => {
    const [ms, addresses] = answers[family] ?? (await never());
    await setTimeout(ms);
    if (addresses.length === 0) throw Object.assign(new Error('queryAaaa ENODATA'), { code: 'ENODATA' });
    return addresses;
  };
  const attempts: Promise<string>[] = [];
  const connectTo = async (address: string, ended: AbortSignal): Promise<string> => {
    const [ms, failure] = connects[address] ?? [60_000];
    await setTimeout(ms, undefined, { signal: ended });
    if (failure !== undefined) throw new Error(failure);
    return address;
  };
  const connect = (_: Family, address: string, ended: AbortSignal): Promise<string> => {
    const attempt = connectTo(address, ended);
    attempts.push(attempt);
    return attempt;
  };
  const result = await connectByName({ resolve, connect, log }, delays, signal).catch(String);
  await Promise.allSettled(attempts); // those that have lost are cancelled
  return { result, events, at: (text: string) => times.get(text)! };
};

const six = (ms: number, ...addresses: readonly string[]) => [ms, addresses] as const;

t.test('IPv6 connects at once where both answers are there', async (t) => {
  const { result, events } = await race({
    answers: { ipv6: six(0, '6'), ipv4: six(0, '4') },
    connects: { 6: [5], 4: [0] },
  });
  t.equal(result, '6');
  const ofIpv6 = events.filter((event) => event !== 'answer ipv4'); // which comes before the attempt, or after it
  t.strictSame(ofIpv6, ['query ipv6', 'query ipv4', 'answer ipv6', 'attempt 6', 'connected 6']);
});

t.test('an answer with IPv6 addresses is not kept waiting', async (t) => {
  const { result, events } = await race({ answers: { ipv6: six(0, '6'), ipv4: undefined }, connects: { 6: [0] } });
  t.equal(result, '6');
  t.strictSame(events.slice(2), ['answer ipv6', 'attempt 6', 'connected 6']);
});

t.test('IPv4 waits for the Resolution Delay', async (t) => {
  const late: Outline = { answers: { ipv6: six(400, '6'), ipv4: six(0, '4') }, connects: { 6: [0], 4: [0] } };
  const { result, at } = await race(late);
  t.equal(result, '4');
  t.ok(at('attempt 4') >= 49, `${at('attempt 4')} ms`);
  t.equal((await race(late, { resolution: 2000 })).result, '6', 'as long as it is set');
  const failed = await race({ ...late, answers: { ...late.answers, ipv6: six(5) } }, { resolution: 30_000 });
  t.equal(failed.result, '4', 'but not once there is an answer without addresses');
  t.ok(failed.events.includes('no-answer ipv6'));
});

t.test('attempts follow each other, and go on', async (t) => {
  const both = { ipv6: six(0, '6a', '6b'), ipv4: six(0, '4a', '4b') };
  const slow = await race({ answers: both, connects: { '6a': [1000] } }, { attempt: 50 });
  t.equal(slow.result, '6a', 'the first one may still win');
  t.strictSame(
    slow.events.filter((event) => !/^(query|answer)/.test(event)),
    [
      ...['attempt 6a', 'attempt 4a', 'attempt 6b', 'attempt 4b'],
      ...['connected 6a', 'cancelled 4a', 'cancelled 6b', 'cancelled 4b'],
    ],
  );
  t.ok(slow.at('attempt 4a') - slow.at('attempt 6a') >= 49);
  const refused = await race({
    answers: both,
    connects: { '6a': [0, 'no'], '4a': [0, 'no'], '6b': [0, 'no'], '4b': [0] },
  });
  t.equal(refused.result, '4b', 'a failure starts the next one at once');
  t.ok(refused.at('connected 4b') < 240);
});

t.test('addresses that come late are tried', async (t) => {
  const { result, events } = await race(
    { answers: { ipv6: six(100, '6'), ipv4: six(0, '4') }, connects: { 4: [60_000], 6: [0] } },
    { resolution: 10, attempt: 150 },
  );
  t.equal(result, '6');
  t.strictSame(events.slice(2, -1), ['answer ipv4', 'attempt 4', 'answer ipv6', 'attempt 6', 'connected 6']);
});

t.test('without any address left it fails with the last reason', async (t) => {
  t.equal((await race({ answers: { ipv6: six(0), ipv4: six(0) }, connects: {} })).result, 'Error: ENODATA');
  const refused = { answers: { ipv6: six(0), ipv4: six(0, '4') }, connects: { 4: [0, 'refused'] as const } };
  t.equal((await race(refused)).result, 'Error: refused');
});

t.test('it ends when its signal aborts', async (t) => {
  const stop = new AbortController();
  const running = race({ answers: { ipv6: undefined, ipv4: undefined }, connects: {} }, {}, stop.signal);
  stop.abort(new Error('stopped'));
  t.equal((await running).result, 'Error: stopped');
});
