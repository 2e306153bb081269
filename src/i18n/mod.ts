export type { Language } from '../kernel/mod.ts';
export { type Translator, translator, type UnitForms } from './format.ts';
export type { MessageKey } from './fr.ts';
