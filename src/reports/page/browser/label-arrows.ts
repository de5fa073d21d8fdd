/** Gives each row of a ladder what the drawing of its arrow knows: its way in words, and its stops in the picture. */
export const labelArrows = (root: ParentNode): void => {
  for (const use of root.querySelectorAll('.ladder use')) {
    const { text = '', stops } = document.querySelector<SVGPathElement>(use.getAttribute('href')!)!.dataset;
    const svg = use.closest('svg')!;
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', text);
    if (stops) svg.closest('tr')!.dataset['stops'] = stops;
  }
};
