// The live parts of our own pages. Everything works without it; texts are set as text only (Trusted Types).
const locale = document.documentElement.lang === 'en' ? 'en-GB' : 'fr-FR';
const number = new Intl.NumberFormat(locale);
const plural = new Intl.PluralRules(locale);
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Europe/Paris' });
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const shown_max = 20;
const said_every_ms = 60_000;

const campaign = document.querySelector('[data-events]');
if (campaign) follow(campaign);
const relay = document.querySelector('[data-refresh]');
if (relay) awaitVerdict(relay);
for (const button of document.querySelectorAll('[data-copy]')) copies(button);

function follow(root) {
  const words = JSON.parse(root.dataset.words);
  const part = (name) => root.querySelector(`[data-live="${name}"]`);
  const set = (element, text) => {
    if (element && element.textContent !== text) element.textContent = text;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const form = (forms, count) =>
    fill(forms[plural.select(count)] ?? forms.other, { n: number.format(count) });
  const units = (count) => `${number.format(count)}\u00A0${form(words.unit, count)}`;

  let paused = false;
  let latest = null;
  let waiting = [];
  let shown = null;
  let moving = 0;

  function showNumber(count) {
    const element = part('granted');
    const from = shown ?? count;
    shown = count;
    cancelAnimationFrame(moving);
    set(part('unit'), form(words.unit, count));
    element.classList.toggle('long', number.format(count).length > 7);
    element.classList.toggle('longest', number.format(count).length > 11);
    if (from === count || calm.matches || document.hidden) return set(element, number.format(count));
    const began = performance.now();
    const step = (now) => {
      const share = Math.min(1, (now - began) / 700);
      set(element, number.format(Math.round(from + (count - from) * (1 - (1 - share) ** 3))));
      if (share < 1) moving = requestAnimationFrame(step);
    };
    moving = requestAnimationFrame(step);
    element.classList.remove('pulse');
    void element.offsetWidth;
    element.classList.add('pulse');
  }

  function showGoal({ granted, remaining }) {
    const promised = granted + remaining;
    const milestone = [...words.milestones].sort((a, b) => a - b).find((one) => one > granted);
    const near = milestone !== undefined && milestone <= promised;
    const goal = near ? milestone : promised;
    const bar = part('progress');
    const whole = bar?.ownerSVGElement.viewBox.baseVal.width ?? 0;
    bar?.setAttribute('width', (goal === 0 ? 0 : (granted / goal) * whole).toFixed(1));
    const values = { left: units(Math.max(0, goal - granted)), goal: units(goal) };
    const text =
      goal > 0 && granted >= goal ? words.full : fill(near ? words.milestone : words.toCap, values);
    set(part('goal'), text);
  }

  function showPledges(pledges) {
    for (const { id, granted, cap, remaining } of pledges) {
      const key = CSS.escape(id);
      const bar = root.querySelector(`[data-live-bar="${key}"]`);
      bar?.setAttribute('width', (cap === 0 ? 1000 : (granted / cap) * 1000).toFixed(1));
      set(root.querySelector(`[data-live-granted="${key}"]`), number.format(granted));
      for (const capped of root.querySelectorAll(`[data-live-capped="${key}"]`))
        capped.hidden = remaining > 0;
      for (const plate of root.querySelectorAll(`[data-live-plate="${key}"]`))
        plate.classList.toggle('spent', remaining === 0);
    }
    const posts = pledges.filter((pledge) => pledge.for === 'post');
    const exhausted = posts.length > 0 && posts.every((pledge) => pledge.remaining === 0);
    for (const name of ['exhausted', 'part-exhausted']) {
      const element = part(name);
      if (element) element.hidden = !exhausted;
    }
  }

  // What one more post gives now: the ask must not promise what the caps no longer allow.
  function showGift({ state, pledges }) {
    const posts = pledges.filter((pledge) => pledge.for === 'post');
    if (state !== 'open' || posts.length === 0) return;
    const whole = posts.reduce((sum, pledge) => sum + pledge.perAct, 0);
    const now = posts.reduce((sum, pledge) => sum + Math.min(pledge.perAct, pledge.remaining), 0);
    const text = now === 0 ? words.givesNothing : now === whole ? words.gives : words.givesNow;
    set(part('gift'), fill(text, { units: units(now) }));
  }

  let toSay = '';
  let saidAt = performance.now();
  function say(totals) {
    toSay = fill(words.status, { units: units(totals.granted), relays: form(words.relays, totals.relays) });
  }
  setInterval(() => {
    if (toSay === '' || paused || performance.now() - saidAt < said_every_ms) return;
    set(part('status'), toSay);
    toSay = '';
    saidAt = performance.now();
  }, 1000);

  // Opening and closing change the whole page. Readers come back one after the other, not all in the same second.
  let leaving = false;
  function follows(state) {
    if (leaving || state === root.dataset.state) return;
    leaving = true;
    setTimeout(() => location.reload(), 3000 + Math.random() * 20_000);
  }

  function showTotals(totals) {
    follows(totals.state);
    if (shown !== null && shown !== totals.granted) say(totals);
    showNumber(totals.granted);
    set(part('relays'), form(words.relays, totals.relays));
    set(part('checking'), form(words.checking, totals.checking));
    const purchases = part('purchases');
    if (purchases) {
      set(purchases, form(words.purchases, totals.purchases));
      purchases.parentElement.hidden = totals.purchases === 0;
    }
    if (words.value !== null) {
      const worth = totals.granted * words.value;
      const digits = worth === 0 || (Number.isInteger(worth) && worth >= 100) ? 0 : 2;
      const money = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: words.currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      set(part('money'), fill(words.money, { money: money.format(worth) }));
    }
    showGoal(totals);
    showPledges(totals.pledges);
    showGift(totals);
  }

  function showRelay(card) {
    const wall = part('wall');
    const mould = part('post');
    const source = URL.parse(card.source);
    if (!wall || !mould || !source || !/^https?:$/.test(source.protocol)) return;
    if (wall.querySelector(`[data-number="${Number(card.number)}"]`)) return;
    const item = mould.content.firstElementChild.cloneNode(true);
    const field = (name) => item.querySelector(`[data-post="${name}"]`);
    const { post } = card;
    const title = post.title ?? card.source.replace(/^https?:\/\//, '');
    const host = source.hostname.replace(/^www\./, '');
    item.dataset.number = card.number;
    item.classList.add('fresh');
    field('title').textContent = title;
    field('title').href = source.href;
    field('units').textContent = card.units === 0 ? words.noGift : units(card.units);
    const by = [post.site ?? host];
    if (post.author !== null) by.push(fill(words.by, { author: post.author }));
    field('by').textContent = by.join(' · ');
    field('date').dateTime = card.countedAt;
    field('date').textContent = day.format(new Date(card.countedAt));
    if (post.excerpt === null) field('excerpt').remove();
    else field('excerpt').textContent = post.excerpt;
    field('detail').href = root.dataset.relays.replace('ID', encodeURIComponent(card.id));
    field('detail').setAttribute('aria-label', fill(words.detailOf, { title }));
    // A post that somebody reads with the keyboard is not taken away under their hands.
    const kept = document.activeElement?.closest('.post');
    wall.prepend(item);
    while (wall.children.length > shown_max && wall.lastElementChild !== kept) wall.lastElementChild.remove();
    if (part('empty')) part('empty').hidden = true;
  }

  const stream = new EventSource(root.dataset.events);
  stream.addEventListener('total', (event) => {
    latest = JSON.parse(event.data);
    if (!paused) showTotals(latest);
  });
  stream.addEventListener('relay', (event) => {
    const card = JSON.parse(event.data);
    if (paused) waiting = [...waiting, card].slice(-shown_max);
    else showRelay(card);
  });

  const pause = part('pause');
  pause.hidden = false;
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.textContent = paused ? words.resume : words.pause;
    if (paused) return;
    for (const card of waiting) showRelay(card);
    waiting = [];
    if (latest) showTotals(latest);
  });
  // A page that is put away holds no connection; the browser's back button brings a fresh one.
  addEventListener('pagehide', () => stream.close());
  addEventListener('pageshow', (event) => event.persisted && location.reload());
}

function awaitVerdict(root) {
  let left = 60;
  const ask = async () => {
    left--;
    try {
      const answer = await fetch(root.dataset.refresh, { headers: { accept: 'application/json' } });
      if (answer.ok && (await answer.json()).state !== root.dataset.state) return location.reload();
    } catch {
      // Asked again in a second.
    }
    if (left > 0) setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
}

function copies(button) {
  const field = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  if (!field || !navigator.clipboard) return;
  button.hidden = false;
  field.addEventListener('focus', () => field.select());
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = label), 2000);
    } catch {
      field.select();
    }
  });
}
