import { transferOutcomes } from '../lab/transfer.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { waitFor } from './bulk-transfer.ts';
import { duration, fields, optional, reference } from '../language/shape.ts';

const shape = fields('a kept flow', {
  flow: reference('flow', 'the flow that an earlier step kept with `as`'),
  for: optional(
    duration('watch for exactly this long, to show that an outcome lasts: a stall that heals meanwhile is none'),
  ),
});

/** Observes a flow again, since a flow belongs to the lab and not to the step that opened it. */
export const follow: Action<ValueOf<typeof shape>> = {
  about: 'Watches a kept flow again, to see whether it makes progress or stays stalled.',
  shape,
  example: { flow: 'victim', for: '2s' },
  learns: ['transfer'],
  outcomes: transferOutcomes,
  perform: async (lab, { flow: name, for: time }, { family, wait, signal }) => {
    const flow = lab.flow(name, family);
    if (!flow) throw new Error(`no flow ${name} was kept for ${family}`);
    return { transfer: await flow.observe(waitFor(time, wait), signal) };
  },
  predict: (network, { flow }, family) => network.follow(flow, family),
  byHand: ({ flow }) => [`# ${flow} is a connection of mtulab: inspect it with ss -tinm in the nodes at its ends`],
};
