import { boolean, fields, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';

export const aria2Options = fields('options of aria2', {
  'disable-ipv6': optional(boolean('it asks for no AAAA, and connects over IPv4 only'), false),
});

export type Aria2Options = ValueOf<typeof aria2Options>;
