import { escapeMarkup } from '../../text/escape-markup.ts';

/** HTML that was made by `markup`, in which every text was escaped. */
export interface Markup {
  readonly markup: string;
}

/** A tag for templates of HTML: what is inserted is text and is escaped, unless it is markup itself, or a list of it. */
export const markup = (parts: TemplateStringsArray, ...values: readonly Inserted[]): Markup => ({
  markup: parts.map((part, index) => part + (index < values.length ? insertedText(values[index]) : '')).join(''),
});

type Inserted = string | number | Markup | readonly Markup[] | undefined;

const insertedText = (value: Inserted): string => {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(String(value));
  return 'markup' in value ? value.markup : value.map((each) => each.markup).join('');
};

/** Markup whose text is safe by its making, such as a drawing or a style sheet of mtulab. */
export const trusted = (text: string): Markup => ({ markup: text });

/** Data for the script of the page; no text in it can end the element. */
export const dataElement = (data: unknown): Markup =>
  trusted(`<script type="application/json">${scriptJson(data)}</script>`);

const scriptJson = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c');
