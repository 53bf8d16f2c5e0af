// An order that waits is looked after without loading its page anew. Without a script the page refreshes itself.
'use strict';

const pauseMilliseconds = 1000;

async function look() {
    const shown = document.querySelector('main[data-waiting]');
    if (!shown) return;
    try {
        const answer = await fetch(location.pathname, { cache: 'no-store' });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const fresh = page.querySelector('main[data-look]');
        if (answer.ok && fresh && fresh.dataset.look !== shown.dataset.look) shown.replaceWith(fresh);
    } catch {
        // No answer this time; the next look may have one.
    }
    setTimeout(look, pauseMilliseconds);
}

setTimeout(look, pauseMilliseconds);
