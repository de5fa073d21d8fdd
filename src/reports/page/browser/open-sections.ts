/** Opens what a link points to, also when the page is opened by it, and everything before the page is printed. */
export const openSections = (): void => {
  const openTarget = (): void => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let around: Element | null = target; around; around = around.parentElement)
      if (around instanceof HTMLDetailsElement) around.open = true;
    for (const details of target.querySelectorAll(':scope > details')) (details as HTMLDetailsElement).open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', openTarget);
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  openTarget();
};
