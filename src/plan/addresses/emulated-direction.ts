import type { EmulatedLink } from '../../scenario/topology/emulated-links.ts';
import type { ScenarioLink } from '../../scenario/model/scenario.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';

/** The devices that frames from one end of an emulated link pass; nothing for a link that joins its ends directly. */
export const emulatedDirection = (
  emulated: EmulatedLink | undefined,
  { link: { impairment }, position, end }: LinkPosition,
): Pick<InterfaceView, 'emulated'> =>
  emulated
    ? {
        emulated: {
          ...{ from: emulatorDevice(position, end), to: emulatorDevice(position, 1 - end) },
          ...(emulated.holds && { holds: true }),
          ...(impairment && { impairment }),
        },
      }
    : {};

interface LinkPosition {
  readonly link: ScenarioLink;
  /** Its number among the links of the scenario, from 0. */
  readonly position: number;
  readonly end: number;
}

/** The device that is joined to one end of a link: at most 8 characters. */
const emulatorDevice = (position: number, end: number): string => `l${position}-${end}`;
