import { destinationOf } from '../../words/lab/destination.ts';
import type { Destination } from '../../words/lab/destination.ts';
import type { NodeView, NodeViews } from '../../words/lab/node-view.ts';

/** The ends of the path of an action: in every word that has both, `from` or `at` and `to` are those. */
export const actionEnds = (settings: unknown, views: NodeViews): ActionEnds => {
  const { from, at, to } = settings as Readonly<Record<string, unknown>>;
  return {
    start: views.get(String(from ?? at)),
    end: typeof to === 'string' ? destinationOf(views, to) : undefined,
  };
};

export interface ActionEnds {
  readonly start: NodeView | undefined;
  readonly end: Destination | undefined;
}
