// What the pages can do better with a script. All of them work without it.
'use strict';

// A form goes off once. Its buttons are switched off behind the submission, which still needs them.
for (const form of document.forms) {
    let isSent = false;
    form.addEventListener('submit', (event) => {
        if (isSent) {
            event.preventDefault();
            return;
        }
        isSent = true;
        setTimeout(() => {
            for (const button of form.querySelectorAll('button')) button.disabled = true;
        }, 0);
    });
}

// A page that comes back from the browser's memory is asked for again: what it said may be over.
addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace(location.pathname);
});

// The time left, and a look at how things stand when it is over.
for (const place of document.querySelectorAll('[data-seconds-left]')) {
    const end = performance.now() + 1000 * Number(place.dataset.secondsLeft);
    const two = (number) => String(number).padStart(2, '0');
    const timer = setInterval(() => {
        const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
        place.textContent = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60].map(two).join(':');
        if (left > 0) return;
        clearInterval(timer);
        setTimeout(() => location.replace(location.pathname), 2000);
    }, 1000);
}
