import type { Facts } from '../facts/facts.ts';
import type { Traits } from './rule-counts.ts';
import type { Typed } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { explainPackets } from './explain-packets.ts';
import { readRules, countRules } from './rule-counts.ts';
import { joinCapture } from './shared-capture.ts';
import { fields } from '../language/shape.ts';

const shape = fields('nothing to choose: a packet that is not captured everywhere cannot be followed', {});

/** Captures cost time, so they are made only for steps that need them. */
export const journeys = (traits: Traits): Watch<Typed<typeof shape>> => ({
  about: 'Captures every place and follows each packet: where it was seen last, what was rewritten, what answered it.',
  shape,
  example: {},
  reads: ['transfer', 'transfers', 'reply'],
  gives: ['journeys'],
  begin: async (lab, _, { family, signal }) => {
    const nodes = [...lab.nodes.keys()];
    const before = readRules(lab, nodes);
    const capture = await joinCapture(lab, signal);
    const abandon = () => void capture.leave().catch(() => {});
    signal.addEventListener('abort', abandon, { once: true });
    return async (learned): Promise<Facts> => {
      const rules = countRules({ before, after: readRules(lab, nodes), family, traits });
      const captured = await capture.leave();
      signal.removeEventListener('abort', abandon);
      const seen = await explainPackets({ nodes: lab.nodes, family, learned, captured, rules });
      return seen ? { journeys: seen } : {};
    };
  },
});
