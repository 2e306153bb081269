// <relais-counter campaign="https://…/c/slug" lang="fr"> — the live number on any page. Sets no cookie, follows nobody.
const words = {
  fr: {
    capped: 'plafonds atteints : un billet ne déclenche plus de don',
    announced: 'pas encore ouverte',
    over: 'campagne terminée',
    posts: ['billet relayé', 'billets relayés'],
  },
  en: {
    capped: 'caps reached: a post no longer triggers a gift',
    announced: 'not open yet',
    over: 'campaign over',
    posts: ['post relayed', 'posts relayed'],
  },
};
const every_ms = 30_000;
const look = new CSSStyleSheet();
look.replaceSync(`
:host { display: inline-block; font-family: inherit; color: inherit; }
a { color: inherit; text-decoration: none; display: inline-block; padding: .6em .9em; border: 1px solid currentcolor; border-radius: 4px; min-height: 44px; }
a:hover .number { text-decoration: underline; }
.number { font: 700 2em/1.1 "Iowan Old Style", "Palatino Linotype", Palatino, P052, Georgia, serif; font-variant-numeric: lining-nums tabular-nums; }
.note { display: block; font-size: .875em; }
:focus-visible { outline: 3px solid #d9961a; outline-offset: 2px; }
`);

class RelaisCounter extends HTMLElement {
  static observedAttributes = ['campaign', 'lang'];
  #timer = 0;
  #root = this.attachShadow({ mode: 'open' });
  #link = document.createElement('a');
  #number = document.createElement('span');
  #unit = document.createElement('span');
  #note = document.createElement('span');

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [look];
    this.#number.className = 'number';
    this.#note.className = 'note';
    const words_of_the_page = document.createElement('slot');
    words_of_the_page.append(this.#unit);
    this.#link.append(this.#number, ' ', words_of_the_page, this.#note);
    this.#link.hidden = true;
    this.#link.target = '_top';
    this.#root.append(this.#link);
  }

  connectedCallback() {
    this.#refresh();
    this.#timer = setInterval(() => document.hidden || this.#refresh(), every_ms);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#refresh();
  }

  async #refresh() {
    const page = URL.parse(this.getAttribute('campaign') ?? '', document.baseURI);
    const slug = page && /^(https?:)$/.test(page.protocol) && /\/c\/([a-z0-9-]+)\/?$/.exec(page.pathname);
    if (!slug) return;
    // Relais may live under a path of its own.
    const base = `${page.origin}${page.pathname.slice(0, slug.index)}`;
    try {
      const answer = await fetch(`${base}/api/v1/campaigns/${slug[1]}`, {
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      if (answer.ok) this.#show(await answer.json(), `${base}/c/${slug[1]}`);
    } catch {
      // The last number stays; the next turn asks again.
    }
  }

  #show(totals, address) {
    const wanted = (this.getAttribute('lang') ?? this.closest('[lang]')?.lang ?? 'fr')
      .slice(0, 2)
      .toLowerCase();
    const language = wanted === 'en' ? 'en' : 'fr';
    const its = words[language];
    const number = new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'fr-FR');
    const plural = (count, names) => names[new Intl.PluralRules(language).select(count) === 'one' ? 0 : 1];
    const posts = totals.pledges.filter((pledge) => pledge.for === 'post');
    const capped = posts.length > 0 && posts.every((pledge) => pledge.remaining === 0);
    const state =
      totals.state === 'announced'
        ? its.announced
        : totals.state !== 'open'
          ? its.over
          : capped
            ? its.capped
            : '';
    this.#link.href = address;
    this.#link.lang = language;
    this.#number.textContent = number.format(totals.granted);
    const units = totals.unitNames?.[language] ?? totals.unitNames?.fr;
    this.#unit.textContent = units ? plural(totals.granted, units) : totals.unit;
    this.#note.textContent = [`${number.format(totals.relays)} ${plural(totals.relays, its.posts)}`, state]
      .filter(Boolean)
      .join(' · ');
    this.#link.hidden = false;
  }
}

if (!customElements.get('relais-counter')) customElements.define('relais-counter', RelaisCounter);
