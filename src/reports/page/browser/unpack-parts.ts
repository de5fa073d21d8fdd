/** Puts the compressed parts of the page in their places (packed-markup.ts). */
export const unpackParts = async (document: Document): Promise<void> => {
  const parts = [...document.querySelectorAll<HTMLScriptElement>('script.packed')];
  await Promise.all(parts.map(async (part) => (part.outerHTML = await unpacked(part.text))));
};

const unpacked = (text: string): Promise<string> => {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
};
