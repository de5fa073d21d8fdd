/**
 * Replaces control characters, so that the text of a scenario or a program cannot control the terminal that shows it.
 */
export const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
