import type { Instant } from '../../kernel/mod.ts';

/** A post as its author wrote it, before it stands on a blog. All texts are plain text. */
export type SamplePost = {
  readonly slug: string;
  readonly title: string;
  readonly author: string;
  readonly published: Instant;
  readonly paragraphs: readonly string[];
};

/** Where a post puts the campaign's address. `address`: as plain text, not linked. */
export type LinkPlacement = 'text' | 'image' | 'embed' | 'hidden' | 'address' | 'none';

const openings = [
  'Ma recette :',
  'Un dimanche,',
  'Retour sur',
  'En famille :',
  'Pour ce soir :',
  'Essai réussi :',
];
const dishes = [
  'la soupe de potiron',
  'la tarte aux pommes',
  'le gratin de courge',
  'la brioche',
  'le velouté de poireaux',
  'la quiche',
  'le pot-au-feu',
  'le crumble',
  'la blanquette',
  'le pain d’épices',
  'la galette',
  'le riz au lait',
  'le clafoutis',
  'la ratatouille',
  'le cake salé',
  'la purée de panais',
  'le far breton',
  'la fougasse',
  'le tian',
  'la compote',
];
const turns = [
  'sans gluten',
  'de ma grand-mère',
  'aux noix',
  'au miel',
  'en vingt minutes',
  'à la cannelle',
  'du marché',
  'pour les petits',
  'au levain',
  'et ses légumes oubliés',
  'façon bistrot',
  'sans four',
  'à quatre mains',
  'd’automne',
];
const authors = [
  'Camille',
  'Inès',
  'Marion',
  'Nadia',
  'Paul',
  'Sophie',
  'Thomas',
  'Yann',
  'Lucie',
  'Amélie',
  'Karim',
];
const sentences = [
  'Cette semaine, le marché débordait de couleurs et je suis rentrée avec un panier bien trop lourd.',
  'On commence par éplucher, couper en dés, puis faire revenir doucement dans un peu de beurre.',
  'La pâte doit reposer une heure au frais : c’est long, mais c’est tout le secret.',
  'Mes enfants en ont repris deux fois, ce qui vaut toutes les étoiles du monde.',
  'Si vous n’avez pas de crème, un yaourt nature fait très bien l’affaire.',
  'Comptez quarante minutes à four moyen, et surveillez la fin de la cuisson.',
  'Je l’ai goûtée le lendemain, froide, et c’était encore meilleur.',
  'Une lectrice m’a soufflé l’idée en commentaire ; merci à elle !',
  'Pour la version sans gluten, remplacez la farine de blé par moitié riz, moitié châtaigne.',
  'Le tout coûte moins de cinq euros pour quatre personnes.',
];

/**
 * `count` posts of French food blogs, all with their own title, address and text. The same `count` and `seed` always
 * give the same posts; the first posts of a longer list are those of a shorter one.
 */
export function samplePosts(count: number, seed: number): SamplePost[] {
  const titles = openings.length * dishes.length * turns.length;
  const published = Date.UTC(2026, 10, 2, 7, 30);
  return Array.from({ length: count }, (_, index) => {
    const random = sequence(seed * 7919 + index);
    // 1,009 is prime and no factor of the number of titles: each is used once before one comes back.
    const turn = (seed * 31 + index * 1009) % titles;
    const round = Math.floor(index / titles);
    const opening = openings[turn % openings.length];
    const dish = dishes[Math.floor(turn / openings.length) % dishes.length];
    const end = turns[Math.floor(turn / (openings.length * dishes.length))];
    const title = `${opening} ${dish} ${end}${round === 0 ? '' : ` (${round + 1})`}`;
    return {
      slug: slugOf(title),
      title,
      author: pick(authors, random),
      published: published + index * 600_000,
      paragraphs: Array.from({ length: 3 + Math.floor(random() * 12) }, () => paragraph(random)),
    };
  });
}

/** The post's content as its editor keeps it (HTML), with the campaign's address in one of the ways people put it. */
export function contentOf(post: SamplePost, campaign: string, placement: LinkPlacement = 'text'): string {
  const address = escapeHtml(campaign);
  const link = {
    text: `<p>Un billet publié, ce sont dix repas offerts : <a href="${address}">toutes les explications sont ici</a>.</p>`,
    image: `<figure><a href="${address}?utm_source=blog#participer"><img src="${address}/badge.svg" alt="Dix repas offerts"></a></figure>`,
    embed:
      `<figure class="wp-block-embed"><blockquote class="wp-embedded-content"><a href="${address}">Un billet, dix repas</a></blockquote>` +
      `<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" style="position: absolute; clip: rect(1px, 1px, 1px, 1px);" src="${address}/embed" width="500" height="320"></iframe></figure>`,
    hidden: `<p style="display:none"><a href="${address}">dix repas</a></p>`,
    address: `<p>Voyez ${address.replace(/^https?:\/\//, '')} pour en savoir plus.</p>`,
    none: '',
  }[placement];
  const paragraphs = post.paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`);
  return [...paragraphs.slice(0, 2), link, ...paragraphs.slice(2)].filter((one) => one !== '').join('\n\n');
}

/** Text made safe for HTML content and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function paragraph(random: () => number): string {
  return Array.from({ length: 2 + Math.floor(random() * 4) }, () => pick(sentences, random)).join(' ');
}

function slugOf(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

function pick(list: readonly string[], random: () => number): string {
  return list[Math.floor(random() * list.length)] ?? '';
}

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
