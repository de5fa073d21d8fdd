/**
 * Returns a function that shortens a reason to another one of the list that it begins with: what a machine lacks is the reason of many
 * scenarios, of which some lack more. Pure.
 */
export const shareReasons = (reasons: readonly string[]): ((reason: string) => string) => {
  const shortestFirst = [...new Set(reasons)].sort((a, b) => a.length - b.length);
  return (reason) => shortestFirst.find((other) => reason === other || reason.startsWith(`${other}; `)) ?? reason;
};
