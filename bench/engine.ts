/** What the bench needs of the engine, as one module to bundle. */
export { plansOf } from '../src/commands/plans-of.ts';
export { standUp } from '../src/kernel/lab.ts';
export { tcpSocketIn } from '../src/kernel/sockets.ts';
export { until } from '../src/kernel/until.ts';
