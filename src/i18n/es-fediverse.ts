import type { frFediverse } from './fr-fediverse.ts';

/** The campaign as an account of the fediverse. */
export const esFediverse: Readonly<Record<keyof typeof frFediverse, string>> = {
  'fediverse.opening':
    '{title}: la campaña está abierta hasta el {closes}. Menciónanos, responde, comparte o cita este mensaje: cada difusión se cuenta, a la vista de todos.',
  'fediverse.milestone': '{title}: ¡{reached}! Gracias a todas las personas que la han difundido.',
  'fediverse.closing':
    '{title}: la campaña ha terminado. {reached}, y todavía se comprueban las últimas difusiones.',
  'privacy.fediverse':
    'Fediverso (Mastodon y otros): las campañas tienen allí una cuenta. Guardamos quién las sigue (la dirección de la cuenta) hasta que deja de hacerlo, los mensajes públicos que las mencionan, como las demás entradas, y el nombre y la clave de quien los escribe hasta un mes después de la última lectura. Un mensaje o una cuenta que se borra allí se vuelve a leer y deja de contar.',
  'take.fediverse':
    'Menciona esta cuenta en un mensaje público, responde a sus mensajes, compártelos o cítalos: la difusión se cuenta sola.',
};
