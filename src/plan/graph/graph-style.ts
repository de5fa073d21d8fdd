/** Declares the colours of pictures and pages for an element, for light and for dark; texts have a contrast of at least 4.5. */
export const colours = (selector: string): string =>
  `${selector}{color-scheme:light dark;${declare(light)}}@media screen and (prefers-color-scheme:dark){${selector}{${declare(dark)}}}`;

const declare = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');

const light = {
  ...{ paper: '#ffffff', raised: '#f6f8fa', ink: '#1b2330', muted: '#57606e', edge: '#c9d1db', link: '#9fb0c3' },
  ...{ loss: '#b3261e', 'loss-back': '#fdecea', good: '#116b3f', 'good-back': '#e6f4ec' },
  ...{ change: '#1554b8', 'change-back': '#e8f0fd', warn: '#8a5300', 'warn-back': '#fdf3e1' },
};

const dark = {
  ...{ paper: '#11161d', raised: '#1a212b', ink: '#e6ebf2', muted: '#a3b0c0', edge: '#3a4655', link: '#5d6f84' },
  ...{ loss: '#ff9388', 'loss-back': '#43201f', good: '#74d6a2', 'good-back': '#16352a' },
  ...{ change: '#92bbff', 'change-back': '#1b2f52', warn: '#f2be6b', 'warn-back': '#3d2e14' },
};

/** The look of a topology and its marks, by the colours above. */
export const topologyStyle = [
  '.topology text{font:12px system-ui,"Helvetica Neue",Arial,sans-serif;fill:var(--ink);text-anchor:middle}',
  '.topology .node rect{fill:var(--raised);stroke:var(--muted);stroke-width:1.2}',
  '.topology .name{font-weight:600}',
  '.topology .kind{fill:var(--muted);font-size:11px}',
  '.topology .link path{fill:none}',
  '.topology .tunnel path{stroke-dasharray:7 5}',
  '.topology .link text{font-size:11px;fill:var(--muted)}',
  '.topology .link .mtu{fill:var(--ink);stroke:var(--paper);stroke-width:3;paint-order:stroke;font-variant-numeric:tabular-nums}',
  '.topology .mark rect{stroke-width:1}',
  '.topology .mark text{font-size:11.5px;font-weight:600}',
  '.topology .cross{fill:none;stroke:var(--loss);stroke-width:3.5;stroke-linecap:round}',
  ...(['loss', 'change', 'good'] as const).map(
    (tone) =>
      `.topology .${tone} rect{fill:var(--${tone}-back);stroke:var(--${tone})}.topology .${tone} text{fill:var(--${tone})}`,
  ),
].join('');
