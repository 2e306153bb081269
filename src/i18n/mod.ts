export { type Language, type Translator, translator, type UnitForms } from './format.ts';
export type { MessageKey } from './fr.ts';
