import t from 'tap';
import { perform as explain } from '../../src/commands/explain.ts';
import { perform as schema } from '../../src/commands/schema.ts';
import { perform as validate } from '../../src/commands/validate.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const { signal } = new AbortController();

/** What a command writes, stream by stream, and its exit code. */
const said = async (perform: typeof explain, args: readonly string[], options = {}) => {
  const written = { out: '', err: '' };
  const io = { out: (text: string) => void (written.out += text), err: (text: string) => void (written.err += text) };
  return { code: await perform(args, options, io, signal), ...written };
};

t.test('explain shows every word', async (t) => {
  const words = new Set(Object.values(dictionary).flatMap((each) => Object.keys(each)));
  t.matchSnapshot((await said(explain, [])).out, 'without a word');
  for (const word of words) {
    const { code, out, err } = await said(explain, [word]);
    t.same({ code, err }, { code: 0, err: '' });
    t.matchSnapshot(out, word);
    t.notMatch(out, /undefined|\[object/, `${word} is told whole`);
  }
});

t.test('explain of an unknown word names the nearest and ends with 2', async (t) => {
  t.matchSnapshot(await said(explain, ['fetsh']));
  t.equal((await said(explain, ['constructor'])).code, 2);
});

t.test('validate says of each file that it is right, or what is wrong, and ends with 2 if anything is', async (t) => {
  t.matchSnapshot(
    await said(validate, ['scenarios/ptb-dropped.yaml', 'test/scenario/errors/self-link.yaml'], { set: [] }),
  );
  t.equal((await said(validate, ['no-such.yaml'], { set: [] })).code, 2);
});

t.test('every example scenario is right', async (t) => {
  t.match(await said(validate, ['scenarios'], { set: [] }), { code: 0, err: '' });
});

t.test('schema prints the schema', async (t) => {
  const { out, code } = await said(schema, []);
  t.equal(code, 0);
  t.equal(JSON.parse(out).$schema, 'http://json-schema.org/draft-07/schema#');
});
