// The moderators' keyboard. Every key presses a button or follows a link that is on the page.
const rows = [...document.querySelectorAll('[data-held]')];
const form = document.querySelector('[data-queue], [data-case]');
const boxOf = (row) => row.querySelector('input[type="checkbox"]');
const current = () => rows.find((row) => row.contains(document.activeElement));

const go = (step) => {
  const at = rows.indexOf(current() ?? rows[step > 0 ? -1 : 0]);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  if (next === undefined) return;
  boxOf(next).focus();
  next.scrollIntoView({ block: 'nearest' });
};

const choose = () => {
  const row = current();
  if (row !== undefined && !rows.some((one) => boxOf(one).checked)) boxOf(row).checked = true;
};

const keys = {
  j: () => go(1),
  k: () => go(-1),
  x: () => {
    const row = current();
    if (row !== undefined) boxOf(row).checked = !boxOf(row).checked;
  },
  a: () => {
    choose();
    form.querySelector('[data-key="a"]').click();
  },
  r: () => {
    choose();
    const reason = form.querySelector('[name="reason"]');
    if (reason.value === '') reason.focus();
    else form.querySelector('[data-key="r"]').click();
  },
  Enter: () => {
    const row = current();
    if (row === undefined || document.activeElement !== boxOf(row)) return false;
    row.querySelector('a').click();
  },
};

if (form !== null) {
  for (const hint of document.querySelectorAll('.keys')) hint.hidden = false;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Whoever writes, or chooses a reason, writes letters.
    if (event.target.closest('textarea, select, input:not([type="checkbox"]), a, button')) return;
    const press = keys[event.key];
    if (press === undefined || press() === false) return;
    event.preventDefault();
  });
}
document.querySelector('.error-summary')?.focus();
