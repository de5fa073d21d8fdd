import type { Facts } from '../facts/facts.ts';
import type { Traits } from './rule-counts.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Watch } from '../language/word.ts';
import { familiesSeen } from '../facts/transfers-of.ts';
import { analyzeCapture } from './analyze-capture.ts';
import { readRules, countRules } from './rule-counts.ts';
import { joinCapture } from './shared-capture.ts';
import { fields } from '../language/shape.ts';

const shape = fields('no settings, since a packet can only be followed when every place is captured', {});

/** Captures only during the steps that need it, since captures cost time. */
export const journeys = (traits: Traits): Watch<ValueOf<typeof shape>> => ({
  about:
    'Captures at every place and follows each packet: where it was last seen, what was rewritten, and what answered it.',
  shape,
  example: {},
  reads: ['transfer', 'transfers', 'reply'],
  gives: ['journeys'],
  begin: async (lab, _, { family, signal }) => {
    const nodes = [...lab.nodes.keys()];
    const before = readRules(lab, nodes);
    const capture = await joinCapture(lab, signal);
    const leave = () => void capture.leave().catch(() => {});
    signal.addEventListener('abort', leave, { once: true });
    return async (learned): Promise<Facts> => {
      const rules = countRules({
        before,
        after: readRules(lab, nodes),
        families: familiesSeen(learned, family),
        traits,
      });
      const captured = await capture.leave();
      signal.removeEventListener('abort', leave);
      const explained = await analyzeCapture({ nodes: lab.nodes, family, learned, captured, rules });
      return explained ? { journeys: explained } : {};
    };
  },
});
