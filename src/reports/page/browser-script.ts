/**
 * Returns what the page needs in a browser: the script of src/reports/page/browser with uPlot, and the style sheet of uPlot. In the bundle
 * this file is replaced by one that holds both texts (scripts/build.js); here, for tests, they are built.
 */
export const browserScript = async (): Promise<BrowserScript> => {
  const builder = new URL('../../../scripts/page-script.js', import.meta.url).href;
  const { pageScript } = (await import(builder)) as { readonly pageScript: () => Promise<BrowserScript> };
  return pageScript();
};

export interface BrowserScript {
  readonly script: string;
  readonly style: string;
}
