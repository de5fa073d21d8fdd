import { positionOn, wayOf } from '../replay-path.ts';

/** Adds to each step that has a picture and packets a slider by which they move through the picture, one after the other. */
export const addReplays = (root: ParentNode): void => {
  for (const step of root.querySelectorAll<HTMLElement>('article.step')) {
    const picture = step.querySelector<SVGSVGElement>('.map svg');
    const ladders = [...step.querySelectorAll<HTMLElement>('.ladder')].filter(
      (ladder) => packetRows(ladder).length > 0,
    );
    if (picture && ladders.length > 0) addReplay(step, picture, ladders);
  }
};

const packetRows = (ladder: HTMLElement): readonly HTMLTableRowElement[] => [
  ...ladder.querySelectorAll<HTMLTableRowElement>('tr[data-stops]'),
];

const addReplay = (step: HTMLElement, picture: SVGSVGElement, ladders: readonly HTMLElement[]): void => {
  const controls = element('div', {
    class: 'replay screen-only',
    role: 'group',
    'aria-label': 'replay of the packets',
  });
  const play = element('button', { type: 'button' });
  play.textContent = '▶ Replay';
  const slider = element('input', { type: 'range', min: '0', value: '0', 'aria-label': 'packet' });
  const shown = element('output', { 'aria-live': 'polite' });
  controls.append(play, slider, shown);
  if (ladders.length > 1) controls.append(chooser(ladders, (index) => choose(index)));
  picture.parentElement!.append(controls);
  const packet = packetIn(picture);
  let rows = packetRows(ladders[0]!);
  let animation = 0;

  const choose = (index: number): void => {
    stop();
    rows = packetRows(ladders[index]!);
    slider.max = String(rows.length);
    slider.value = '0';
    show(0);
  };

  const stop = (): void => {
    cancelAnimationFrame(animation);
    step.classList.remove('playing');
    play.textContent = '▶ Replay';
  };

  const show = (number: number): void => {
    for (const row of step.querySelectorAll('tr.now')) row.classList.remove('now');
    const row = rows[number - 1];
    row?.classList.add('now');
    shown.textContent = row ? `${number} of ${rows.length}: ${rowText(row)}` : `${rows.length} packets`;
    slider.setAttribute('aria-valuetext', shown.textContent);
    if (!row) packet.hide();
  };

  /** Moves the packet of a row along its way, and calls `then` at its end. */
  const move = (number: number, then?: () => void): void => {
    const row = rows[number - 1];
    show(number);
    if (!row) return;
    const startedAt = performance.now();
    const frame = (now: number): void => {
      const share = reducedMotion.matches ? 1 : Math.min(1, Math.max(0, now - startedAt) / travelMs);
      packet.place(row, share);
      if (share < 1) animation = requestAnimationFrame(frame);
      else if (then) animation = requestAnimationFrame(() => rest(performance.now(), then));
    };
    frame(startedAt);
  };

  /** Lets the end of a packet be seen before the next one leaves. */
  const rest = (since: number, then: () => void): void => {
    if (performance.now() - since >= restMs) then();
    else animation = requestAnimationFrame(() => rest(since, then));
  };

  const playFrom = (number: number): void => {
    if (number > rows.length) return stop();
    slider.value = String(number);
    move(number, () => playFrom(number + 1));
  };

  slider.addEventListener('input', () => {
    stop();
    move(Number(slider.value));
  });
  play.addEventListener('click', () => {
    if (step.classList.contains('playing')) return stop();
    step.classList.add('playing');
    play.textContent = '⏸ Pause';
    const at = Number(slider.value);
    playFrom(at >= rows.length ? 1 : at + 1);
  });
  choose(0);
};

/** Milliseconds for the way of a packet, and between two packets. */
const [travelMs, restMs] = [700, 350];

const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

const chooser = (ladders: readonly HTMLElement[], choose: (index: number) => void): HTMLElement => {
  const select = element('select', { 'aria-label': 'flow' });
  for (const ladder of ladders) {
    const option = element('option', {});
    option.textContent = ladder.querySelector('caption')!.textContent;
    select.append(option);
  }
  select.addEventListener('change', () => choose(select.selectedIndex));
  return select;
};

const rowText = (row: HTMLTableRowElement): string =>
  `${row.cells[2]!.textContent}, ${row.querySelector('svg')!.getAttribute('aria-label')}`;

interface MovingPacket {
  place(row: HTMLTableRowElement, share: number): void;
  hide(): void;
}

const packetIn = (picture: SVGSVGElement): MovingPacket => {
  const drawing = document.querySelector(picture.querySelector('use')!.getAttribute('href')!)!;
  const links = [...drawing.querySelectorAll('.link')];
  const dot = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  dot.setAttribute('class', 'packet');
  dot.innerHTML = '<circle r="7"/><path d="M-6-6 6 6m0-12-12 12"/>';
  return {
    place: (row, share) => {
      const position = positionOn(wayOf(row.dataset['stops']!), share);
      const half = position && (links[position.part.link]?.children[position.part.end] as SVGPathElement | undefined);
      if (!half) return dot.remove();
      const { x, y } = half.getPointAtLength(half.getTotalLength() * position.fromNode);
      dot.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      dot.setAttribute('class', `packet ${row.className.replace('now', '').trim()}${share >= 1 ? ' ended' : ''}`);
      if (!dot.parentNode) picture.append(dot);
    },
    hide: () => dot.remove(),
  };
};

const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
