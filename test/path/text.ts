import t from 'tap';
import { predictSteps } from '../../src/path/predictions/predict-steps.ts';
import { explainSteps } from '../../src/path/text/explain-steps.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { planText } from '../plan/fixtures/labs.ts';

t.test('steps are explained by what is predicted of them', async (t) => {
  const plan = planText(`
title: A server behind two legs
topology:
  nodes: { client: host, edge: edge, far: { router: { drop: [packet-too-big] } }, server: { host: { serve: http } } }
  links:
    - { between: [client, edge], mtu: 9000 }
    - { between: [edge, far], first-hop: 9000, legs: [{ via: wide, mtu: 9000 }, { via: narrow, mtu: 1500 }] }
    - { between: [far, server], mtu: 9000 }
steps:
  - do: { fetch: { from: client, to: server, bytes: 1000 } }
  - do: { upload: { from: client, to: server, bytes: 200kB } }
  - do: { fetch: { from: client, to: server, bytes: 200kB } }
  - do: { ping: { from: client, to: server, bytes: 100 } }
  - do: { change: { edge: { clamp: { mss: 1396, family: ipv4 } } } }
  - do: { fetch: { from: client, to: server, bytes: 200kB } }
  - do: { command: { at: edge, run: [nft, flush, ruleset] } }
`);
  t.matchSnapshot(explainSteps(predictSteps(plan, dictionary), 120), 'in 120 columns');
  t.matchSnapshot(explainSteps(predictSteps(plan, dictionary), 60), 'in 60 columns');
});
