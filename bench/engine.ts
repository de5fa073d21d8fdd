/** The parts of the engine that the bench uses, as one module to bundle. */
export { readPlans } from '../src/commands/scenarios/read-plans.ts';
export { buildLab } from '../src/kernel/labs/build-lab.ts';
export { tcpSocketIn } from '../src/kernel/system/tcp-sockets.ts';
export { until } from '../src/kernel/system/until.ts';
