// The card inside somebody else's page. WordPress shows the frame once it has told its height with the frame's secret.
const secret = new URLSearchParams(location.hash.replace(/^#\??/, '')).get('secret') ?? '';
const framed = window.parent !== window;

function say(message, value) {
  if (framed) window.parent.postMessage({ message, value, secret }, '*');
}

let told = 0;
function tellHeight(again) {
  const height = Math.ceil(document.querySelector('.card').getBoundingClientRect().height);
  if (height === told && !again) return;
  told = height;
  say('height', height);
}

new ResizeObserver(() => tellHeight(false)).observe(document.querySelector('.card'));
tellHeight(true);
window.addEventListener('message', (event) => {
  if (event.source === window.parent && event.data?.message === 'ready') tellHeight(true);
});

// A frame without the right to move its page (WordPress) asks the page to follow the link.
for (const link of document.querySelectorAll('a[href]')) {
  link.addEventListener('click', (event) => {
    if (!framed || secret === '' || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    say('link', link.href);
  });
}
